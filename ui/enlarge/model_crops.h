// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"
#include "app/session/region_service.h"

#include <QHash>
#include <QImage>
#include <QSet>

#include <memory>
#include <vector>

namespace enlarger::ui {

/// What each model makes of one place of a photo, and what bicubic interpolation makes of it. Networks run
/// one after another, and only when nothing visible waits for the device; what they made is kept by photo and
/// place.
class ModelCrops : public QObject
{
    Q_OBJECT

public:
    static constexpr int factor = 4; // how much larger than the photo they are, whatever a model's own scale

    struct Place
    {
        std::shared_ptr<const image::PackedPicture> picture;
        std::shared_ptr<const image::DisplayColours> colours;
        std::shared_ptr<const image::WorkingCurve> curve; // null: none
        image::PixelRect area;                            // LR pixels
    };

    ModelCrops(app::EnlargeSession& session, app::RegionService& service, QObject* parent = nullptr);
    ~ModelCrops() override;

    /// Begins with these models (names of the catalog), in this order.
    void start(const Place& place, const QStringList& models);
    void stop(); // what is not done is given up

    QImage bicubic() const { return m_bicubic; }
    QImage of(const QString& model) const; // null: not there yet
    bool isWorking() const { return m_layer != nullptr; }

Q_SIGNALS:
    void changed(const QString& model); // empty: bicubic

private:
    using RegionLayer = std::shared_ptr<const infer::RegionLayer>;
    RegionLayer makeLayer(infer::StageMaker stage, bool lockColours) const;
    std::optional<infer::StageMaker> stageOf(const QString& model) const;
    QString keyOf(const infer::StageMaker& stage) const;
    void number(const std::shared_ptr<const image::PackedPicture>& picture);
    void beginNext();
    void onTileDone(const infer::TilePointer& tile);
    QImage collect(app::RegionService::Kind kind, std::uint64_t layer) const; // null: not all is there
    void drop(app::RegionService::Kind kind, RegionLayer& layer);

    app::EnlargeSession& m_session;
    app::RegionService& m_service;
    void cutOut(); // what networks read for the place

    Place m_place;
    std::shared_ptr<const image::PackedPicture> m_cutout;              // the place and what lies around it
    image::PixelRect m_area;                                           // of the place, in the cutout
    int m_number = 0;                                                  // of its picture
    std::vector<std::weak_ptr<const image::PackedPicture>> m_pictures; // by their numbers: addresses return
    QStringList m_waiting;
    QString m_model;            // whose crop is being made
    QString m_key;              // of that crop
    RegionLayer m_layer;        // of that; null: none
    RegionLayer m_bicubicLayer; // while it is being made
    QImage m_bicubic;           // of the present place
    QHash<QString, QImage> m_made;
    QSet<QString> m_failed; // keys
};

} // namespace enlarger::ui
