// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/photo_loading.h"
#include "app/session/pyramid.h"
#include "core/base/result.h"
#include "core/image/photo/photo.h"
#include "core/image/read/display_colours.h"
#include "core/image/read/packed_picture.h"
#include "core/system/file_stamp.h"

#include <QImage>
#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace enlarger::app {

/// A photo that is opened: a file (or a pasted picture, kept as a file in a temporary folder), its state, and
/// what is in memory of it. Lives on the GUI thread; reading happens on a pool's, and what it brings for a
/// document that is gone is dropped.
///
/// Only documents that are shown hold their pixels: load() brings them in, release() lets them go;
/// header, thumbnail and crop stay.
class Document : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Empty,   // known by name; the header may be there already
        Loading, // pixels are on their way
        Ready,
        Failed,
    };
    Q_ENUM(State)

    explicit Document(std::filesystem::path file, QObject* parent = nullptr);
    ~Document() override; // gives up what is being read

    const std::filesystem::path& file() const { return m_file; }
    QString name() const; // of the file, or "Pasted picture"

    State state() const { return m_state; }
    const std::optional<Error>& error() const { return m_error; } // set where Failed

    /// Starts reading the header alone, where it is not known. Where it cannot be read, the document is
    /// Failed.
    void readHeader();

    /// Starts reading, unless Loading or Ready. `screen`: the screen's ICC profile, empty for sRGB.
    /// Ready or Failed follows.
    void load(const image::Bytes& screen);
    void release(); // Ready, Loading -> Empty

    /// Whether the file is another than the one that was read last, or gone; false where none was read.
    bool hasChangedOnDisk() const;
    bool differsFrom(const std::optional<FileStamp>& now) const { return m_isRead && now != m_stamp; }
    /// Forgets all that was read of the file and starts reading anew, from any state. The crop stays, cut to
    /// the new size. What is shown may stay until Ready or Failed follows.
    void readAgain(const image::Bytes& screen);

    /// What is read of a file that leaves a choice.
    const image::ReadChoice& choice() const { return m_choice; }
    /// Another page, or other colours of a RAW: reads anew, from any state. With another page the crop goes.
    void setChoice(const image::ReadChoice& choice, const image::Bytes& screen);

    /// How a person has turned the photo: all that is told and shown is of what the turn leaves.
    const image::Turn& turn() const { return m_turn; }
    image::Turn wantedTurn() const { return wantedFraming().turn; } // also of what is being read beside
    /// Turns the photo anew and crops what the turn leaves. Pixels and thumbnail are read again; where Ready,
    /// it stays so and tells the old turn, size and crop until they are there, unless they take much memory.
    void setTurn(const image::Turn& turn, std::optional<image::PixelRect> crop, const image::Bytes& screen);
    /// By so many quarters more, clockwise; the crop goes along.
    void rotate(int quarters, const image::Bytes& screen);

    /// Set from the moment the header is read; the size 0 x 0 before.
    const image::PhotoInfo& info() const { return m_info; }
    bool hasInfo() const { return m_info.width > 0; }
    QSize size() const { return {m_info.width, m_info.height}; } // LR pixels

    /// Where Ready; null else. The pixels of the file, what brings them to the screen's colours and to the
    /// networks' curve, and the photo in the screen's colours at its own size and smaller ones.
    const std::shared_ptr<const image::PackedPicture>& picture() const { return m_picture; }
    const std::shared_ptr<const image::DisplayColours>& colours() const { return m_colours; }
    const std::shared_ptr<const image::WorkingCurve>& curve() const { return m_curve; } // may always be null
    const std::shared_ptr<const Pyramid>& pyramid() const { return m_pyramid; }
    std::int64_t bytes() const; // that pixels and pyramid take; 0 unless Ready

    /// While a camera's RAW is being developed: the picture that it carries of itself, in the screen's
    /// colours, of any size. Null: there is none.
    const QImage& preview() const { return m_preview; }

    /// At most 256 pixels long, in sRGB; null until it is made. startThumbnail() makes it from the file
    /// without keeping the pixels, once; where that cannot be done it stays null.
    const QImage& thumbnail() const { return m_thumbnail; }
    void startThumbnail();

    /// Limits what is computed, compared and exported; LR pixels, inside the turned photo. None: the whole
    /// photo.
    const std::optional<image::PixelRect>& crop() const { return m_crop; }
    void setCrop(std::optional<image::PixelRect> crop); // is cut to the photo where that is known

Q_SIGNALS:
    void stateChanged(enlarger::app::Document::State state);
    void infoChanged();      // info() is known, or was read again with the pixels
    void thumbnailChanged(); // it has been made
    void previewChanged();   // there is one; that it is gone, stateChanged() says
    void cropChanged();      // also where a crop was cut to the photo, whose size was not known before

private:
    void setState(State state); // refuses illegal moves
    void setInfo(const image::PhotoInfo& info);
    void setThumbnail(const QImage& thumbnail);
    struct Reading // what came of it, and of which state of the file
    {
        std::optional<FileStamp> stamp;
        Result<LoadedPhoto> photo;
    };
    struct Framing // what a person wants to see of the photo
    {
        image::Turn turn;
        std::optional<image::PixelRect> crop;
    };
    WantedPhoto wanted(const image::Turn& turn) const { return {m_file, turn, m_choice}; }
    void showPreview(const QImage& preview);
    void startReading(const image::Turn& turn, const image::Bytes& screen,
                      std::function<void(const image::PhotoInfo&)> headerRead);
    void onLoaded(Result<LoadedPhoto> loaded);
    void onTurned(Result<LoadedPhoto> loaded);
    void take(const LoadedPhoto& loaded);
    void dropPixels();
    void dropThumbnail();
    void applyFraming(const Framing& framing); // without pixels
    Framing wantedFraming() const { return m_turning ? *m_turning : Framing{m_turn, m_crop}; }
    std::optional<image::PixelRect> fitted(std::optional<image::PixelRect> crop) const;
    void fail(Error error);
    std::stop_token newRequest(); // outdates what is being read

    std::filesystem::path m_file;
    State m_state = State::Empty;
    std::optional<Error> m_error;
    image::PhotoInfo m_info;
    std::shared_ptr<const image::PackedPicture> m_picture;
    std::shared_ptr<const image::DisplayColours> m_colours;
    std::shared_ptr<const image::WorkingCurve> m_curve;
    std::shared_ptr<const Pyramid> m_pyramid;
    QImage m_preview;
    QImage m_thumbnail;
    image::ReadChoice m_choice;
    image::Turn m_turn;
    std::optional<image::PixelRect> m_crop;
    std::optional<Framing> m_turning; // where pixels are read for it beside those that are shown
    bool m_isRead = false;            // load() has brought something, be it an error
    std::optional<FileStamp> m_stamp; // of the file as it was read then; none: there was no file
    std::uint64_t m_request = 0;      // the newest for pixels; older ones are outdated
    std::stop_source m_stop;          // of that one
    std::stop_source m_end;           // of the header, with the document
    std::stop_source m_thumbnailStop; // of the thumbnail
    bool m_isHeaderRequested = false;
    bool m_isThumbnailRequested = false;
};

} // namespace enlarger::app
