// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/region_service.h"
#include "ui/layers/difference_image.h"
#include "ui/layers/placement.h"
#include "ui/layers/tile_images.h"
#include "ui/layers/viewers.h"
#include "ui/viewer/layer.h"

#include <memory>
#include <set>

namespace enlarger::ui {

/// Where a network's result differs from its source or from bicubic, with a scale. What is not computed yet
/// is middle grey, as what does not differ.
class DifferenceLayer : public Layer
{
    Q_OBJECT

public:
    struct Content
    {
        Difference kind = Difference::FromSource;
        Placement placement;
        std::shared_ptr<const image::PackedPicture> picture;
        std::shared_ptr<const infer::RegionLayer> network;
    };

    DifferenceLayer(app::RegionService& service, Content content, QObject* parent = nullptr);

    QString title() const override;
    QSize size() const override { return m_content.placement.output(); }
    void paint(QPainter& painter, const LayerView& view) override;
    void setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus) override;
    bool isFinished(const QRectF& area) const override;
    std::optional<QColor> valueAt(QPoint pixel) const override;

private:
    void start(const infer::TilePointer& tile); // its difference, on a pool's thread
    void putImage(const infer::TilePointer& tile, const QImage& image);

    app::RegionService& m_service;
    Content m_content;
    mutable TileImages m_images;
    std::set<infer::TilePointer> m_started; // being worked on
    Viewers m_viewers;
};

} // namespace enlarger::ui
