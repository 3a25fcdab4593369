// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/mime_content.h"

#include <QDebug>

#include <utility>

namespace enlarger::app {

namespace {

constexpr int previewSide = 2560; // pixels: a screen's, more or less

bool isLegal(Document::State from, Document::State to)
{
    using State = Document::State;
    switch (to) {
    case State::Empty:
        return from == State::Loading || from == State::Ready;
    case State::Loading:
        return from == State::Empty || from == State::Failed;
    case State::Ready:
        return from == State::Loading;
    case State::Failed:
        return from == State::Empty || from == State::Loading;
    }
    return false;
}

} // namespace

Document::Document(std::filesystem::path file, QObject* parent)
    : QObject(parent)
    , m_file(std::move(file))
{}

Document::~Document()
{
    m_stop.request_stop();
    m_end.request_stop();
    m_thumbnailStop.request_stop();
}

QString Document::name() const
{
    return toText(isTemporary(m_file) ? m_file.stem() : m_file.filename());
}

std::int64_t Document::bytes() const
{
    return m_state == State::Ready ? m_picture->bytes() + m_pyramid->bytes() : 0;
}

void Document::setState(State state)
{
    if (!isLegal(m_state, state)) {
        qWarning() << "a document cannot go from" << m_state << "to" << state;
        return;
    }
    m_state = state;
    m_preview = {};
    if (state != State::Failed)
        m_error.reset();
    Q_EMIT stateChanged(state);
}

void Document::setInfo(const image::PhotoInfo& info)
{
    m_info = info;
    Q_EMIT infoChanged();
    setCrop(m_crop); // it may have been set without knowing the size, or the file may have changed
}

void Document::setThumbnail(const QImage& thumbnail)
{
    m_thumbnail = thumbnail;
    Q_EMIT thumbnailChanged();
}

void Document::fail(Error error)
{
    m_error = std::move(error);
    setState(State::Failed);
}

std::stop_token Document::newRequest()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_request;
    return m_stop.get_token();
}

void Document::readHeader()
{
    if (m_isHeaderRequested || hasInfo() || m_state != State::Empty)
        return;
    m_isHeaderRequested = true;
    const auto work = [wanted = wanted(m_turn), stop = m_end.get_token()]() -> Result<image::PhotoInfo> {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "reading was cancelled", wanted.file, {}};
        return app::readHeader(wanted);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this, turn = m_turn, choice = m_choice](Result<image::PhotoInfo> info) {
                        m_isHeaderRequested = false;
                        if (turn != m_turn || choice != m_choice)
                            return readHeader(); // of what is wanted now, unless load() was quicker
                        if (hasInfo() || m_state == State::Failed) // load() was quicker, or is on its way
                            return;
                        if (info)
                            setInfo(*info);
                        else if (m_state == State::Empty)
                            fail(std::move(info).error());
                    });
}

void Document::load(const image::Bytes& screen)
{
    if (m_state == State::Loading || m_state == State::Ready)
        return;
    startReading(m_turn, screen, [this](const image::PhotoInfo& info) { setInfo(info); });
    setState(State::Loading);
}

/// onLoaded() or onTurned() follows, unless a newer request does.
void Document::startReading(const image::Turn& turn, const image::Bytes& screen,
                            std::function<void(const image::PhotoInfo&)> headerRead)
{
    const std::stop_token stop = newRequest();
    const std::uint64_t request = m_request;
    const auto work = [this, request, headerRead = std::move(headerRead), guard = QPointer<QObject>(this),
                       wanted = wanted(turn), screen, stop] {
        const auto tellHeader = [&](const image::PhotoInfo& info) {
            if (!headerRead) // something is shown already
                return;
            postToGuiThread(guard, [this, request, headerRead, info] {
                if (request == m_request)
                    headerRead(info);
            });
            if (info.format != image::PhotoFormat::Raw)
                return;
            if (const QImage preview = loadPreview(wanted, info, screen, previewSide, stop);
                !preview.isNull())
                postToGuiThread(guard, [this, request, preview] {
                    if (request == m_request)
                        showPreview(preview);
                });
        };
        const auto stamp = stampOf(wanted.file); // before it is read: it may change meanwhile
        return Reading{stamp, loadPhoto(wanted, screen, tellHeader, stop)};
    };
    runInBackground(readingPool(), this, TaskPriority::High, work, [this, request](Reading reading) {
        if (request != m_request)
            return;
        m_isRead = true;
        m_stamp = reading.stamp;
        if (m_turning)
            onTurned(std::move(reading.photo));
        else
            onLoaded(std::move(reading.photo));
    });
}

void Document::showPreview(const QImage& preview)
{
    if (m_state != State::Loading)
        return;
    m_preview = preview;
    Q_EMIT previewChanged();
}

bool Document::hasChangedOnDisk() const
{
    return m_isRead && differsFrom(stampOf(m_file));
}

void Document::readAgain(const image::Bytes& screen)
{
    release();
    m_isRead = false;
    dropThumbnail();
    load(screen);
}

void Document::onLoaded(Result<LoadedPhoto> loaded)
{
    if (!loaded)
        return fail(std::move(loaded).error());
    take(*loaded);
    m_thumbnailStop.request_stop(); // it has come along
    if (m_thumbnail.isNull())
        setThumbnail(loaded->thumbnail);
    setState(State::Ready);
}

void Document::onTurned(Result<LoadedPhoto> loaded)
{
    const Framing framing = *std::exchange(m_turning, std::nullopt);
    if (!loaded) {
        release();
        applyFraming(framing);
        return fail(std::move(loaded).error());
    }
    // All at once: whoever hears of one sees the others.
    take(*loaded);
    m_info = loaded->info;
    m_turn = framing.turn;
    const std::optional<image::PixelRect> before = std::exchange(m_crop, fitted(framing.crop));
    Q_EMIT infoChanged();
    if (before != m_crop)
        Q_EMIT cropChanged();
    dropThumbnail();
    setThumbnail(loaded->thumbnail);
}

void Document::take(const LoadedPhoto& loaded)
{
    m_picture = loaded.picture;
    m_colours = loaded.colours;
    m_curve = loaded.curve;
    m_pyramid = loaded.pyramid;
}

void Document::dropPixels()
{
    m_picture = nullptr;
    m_colours = nullptr;
    m_curve = nullptr;
    m_pyramid = nullptr;
}

void Document::release()
{
    if (m_state != State::Loading && m_state != State::Ready)
        return;
    newRequest();
    dropPixels();
    setState(State::Empty);
    if (m_turning)
        applyFraming(*std::exchange(m_turning, std::nullopt));
}

void Document::setChoice(const image::ReadChoice& choice, const image::Bytes& screen)
{
    if (choice == m_choice)
        return;
    const bool isOtherPage = choice.page != m_choice.page;
    m_choice = choice;
    release();
    const bool hadCrop = m_crop.has_value();
    if (isOtherPage) {
        image::PhotoInfo known; // of the file; the size of this page is not known yet
        known.format = m_info.format;
        known.pages = m_info.pages;
        m_info = known;
        m_crop.reset();
    }
    readAgain(screen);
    if (isOtherPage)
        Q_EMIT infoChanged();
    if (isOtherPage && hadCrop)
        Q_EMIT cropChanged();
}

void Document::setTurn(const image::Turn& turn, std::optional<image::PixelRect> crop,
                       const image::Bytes& screen)
{
    constexpr std::int64_t mostBeside = std::int64_t(512) << 20; // bytes
    if (turn == m_turn) {
        if (m_turning) { // nothing is to be turned after all
            newRequest();
            m_turning.reset();
        }
        return setCrop(crop);
    }
    if (m_turning && turn == m_turning->turn) {
        m_turning->crop = crop;
        return;
    }
    if (m_state == State::Ready && bytes() <= mostBeside) {
        m_turning = Framing{turn, crop};
        startReading(turn, screen, {});
        return;
    }
    m_turning.reset();
    release();
    applyFraming({turn, crop});
    readAgain(screen);
}

void Document::rotate(int quarters, const image::Bytes& screen)
{
    const Framing now = wantedFraming();
    Framing next{now.turn.plusQuarters(quarters), now.crop};
    if (now.crop && hasInfo()) {
        const image::PixelRect whole =
            image::turnedPicture(m_info.unturnedWidth, m_info.unturnedHeight, now.turn);
        next.crop = image::turnedRect(*now.crop, whole.width, whole.height, quarters);
    }
    setTurn(next.turn, next.crop, screen);
}

void Document::applyFraming(const Framing& framing)
{
    m_turn = framing.turn;
    dropThumbnail();
    if (hasInfo()) { // known without reading
        const image::PixelRect whole =
            image::turnedPicture(m_info.unturnedWidth, m_info.unturnedHeight, m_turn);
        m_info.turn = m_turn;
        m_info.width = whole.width;
        m_info.height = whole.height;
        Q_EMIT infoChanged();
    }
    setCrop(framing.crop);
}

void Document::dropThumbnail()
{
    m_thumbnailStop.request_stop();
    m_thumbnail = {};
    m_isThumbnailRequested = false;
}

void Document::startThumbnail()
{
    const bool willCome = m_isThumbnailRequested || m_state == State::Loading;
    if (willCome || !m_thumbnail.isNull() || m_state == State::Failed)
        return;
    m_isThumbnailRequested = true;
    m_thumbnailStop = {};
    const auto work = [wanted = wanted(m_turn), stop = m_thumbnailStop.get_token()] {
        return loadThumbnail(wanted, stop);
    };
    runInBackground(readingPool(), this, TaskPriority::Low, work,
                    [this, turn = m_turn, choice = m_choice](Result<QImage> thumbnail) {
                        if (thumbnail && m_thumbnail.isNull() && turn == m_turn && choice == m_choice)
                            setThumbnail(*thumbnail);
                    });
}

std::optional<image::PixelRect> Document::fitted(std::optional<image::PixelRect> crop) const
{
    if (crop && hasInfo()) {
        const image::PixelRect whole{0, 0, m_info.width, m_info.height};
        crop = crop->intersected(whole);
        if (crop->empty() || *crop == whole)
            crop.reset();
    }
    return crop;
}

void Document::setCrop(std::optional<image::PixelRect> crop)
{
    crop = fitted(crop);
    if (crop == m_crop)
        return;
    m_crop = crop;
    Q_EMIT cropChanged();
}

} // namespace enlarger::app
