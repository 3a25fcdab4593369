// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/region_service.h"
#include "ui/layers/tile_painter.h"
#include "ui/layers/viewers.h"
#include "ui/viewer/layer.h"

#include <memory>

namespace enlarger::ui {

/// A photo enlarged one way. Shows the best there is: the network's tiles, else the kernel's, else the
/// photo's own pixels. Where a screen pixel covers an LR pixel or more nothing is computed, since nothing
/// could be seen.
class PhotoLayer : public Layer
{
    Q_OBJECT

public:
    struct Content
    {
        QString title;
        QString draftTitle; // what draws the network's drafts; empty: nothing does
        Placement placement;
        std::shared_ptr<const image::PackedPicture> picture;
        std::shared_ptr<const app::Pyramid> pyramid;
        std::shared_ptr<const infer::RegionLayer> resampled; // null: the photo's own pixels
        std::shared_ptr<const infer::RegionLayer> network;   // null: no network
        bool isAwaited = false;                              // a network is to come
        std::uint64_t earlier = 0; // a network's layer whose tiles are shown until those are there; 0: none
    };

    PhotoLayer(app::RegionService& service, Content content, QObject* parent = nullptr);

    const Content& content() const { return m_content; }

    QString title() const override { return m_content.title; }
    QSize size() const override { return m_content.placement.output(); }
    void paint(QPainter& painter, const LayerView& view) override;
    void setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus) override;
    std::optional<QColor> valueAt(QPoint pixel) const override;
    bool isComplete() const override { return m_isComplete; }
    LayerStatus status(double scale) const override;
    bool isFinished(const QRectF& area) const override;
    bool isTranslucent() const override { return m_content.picture->channels() % 2 == 0; }

private:
    using Kind = app::RegionService::Kind;
    bool isComputedAt(double scale) const; // is there anything to gain over the photo's own pixels
    void paintTiles(TilePainter& to, Kind kind, std::uint64_t layer, bool isSmall);
    void onTile(const infer::TilePointer& tile);
    void updateCompleteness();
    QRegion unfinished(Kind kind, std::uint64_t layer, const image::PixelRect& area) const; // LR pixels
    std::optional<QColor> tileValue(Kind kind, std::uint64_t layer, QPoint pixel) const;

    app::RegionService& m_service;
    Content m_content;
    Viewers m_viewers;
    bool m_isComplete = true;
    double m_done = 1.0; // of what is visible
};

} // namespace enlarger::ui
