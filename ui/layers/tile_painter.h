// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/pyramid.h"
#include "core/infer/screen/region_renderer.h"
#include "ui/layers/placement.h"
#include "ui/viewer/layer.h"

#include <QImage>
#include <QRegion>
#include <QTransform>

namespace enlarger::ui {

/// A tile's pixels as a QImage, without a copy: it keeps the tile.
QImage imageOf(const infer::TilePointer& tile, bool hasAlpha);
/// The same at half the size: smoothing alone would alias where a view shows it smaller still.
QImage halfImageOf(const infer::TilePointer& tile, bool hasAlpha);

/// Paints tiles of a photo side by side into the output's coordinates, each place once.
class TilePainter
{
public:
    /// `left`: the LR pixels that are still to be painted.
    TilePainter(QPainter& painter, const LayerView& view, const Placement& placement, QRegion left);

    const QRegion& left() const { return m_left; }

    /// Paints a tile, or `image` made of it, where nothing is painted yet.
    void paint(const infer::RegionTile& tile, const QImage& image);
    /// What is left, from the source itself.
    void paintRest(const app::Pyramid& pyramid);
    /// What is left, from an image of an area of the photo, which covers it.
    void paintRest(const QImage& image, const image::PixelRect& area);

private:
    void paintPart(const QImage& image, const image::PixelRect& area, const QRectF& place, const QRect& part);

    QPainter& m_painter;
    const LayerView& m_view;
    const Placement& m_placement;
    QTransform m_toScreen; // from the output's pixels to the screen's
    QTransform m_fromScreen;
    QRegion m_left;
};

QRect toQRect(const image::PixelRect& rect);

} // namespace enlarger::ui
