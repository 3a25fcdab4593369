// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/tile_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

QRect toQRect(const image::PixelRect& rect)
{
    return {rect.x, rect.y, rect.width, rect.height};
}

QImage imageOf(const infer::TilePointer& tile, bool hasAlpha)
{
    auto* keeper = new infer::TilePointer(tile);
    return {tile->shown.data(),
            tile->width,
            tile->height,
            qsizetype(tile->width) * 4,
            hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32,
            [](void* kept) { delete static_cast<infer::TilePointer*>(kept); },
            keeper};
}

TilePainter::TilePainter(QPainter& painter, const LayerView& view, const Placement& placement, QRegion left)
    : m_painter(painter)
    , m_view(view)
    , m_placement(placement)
    , m_toScreen(painter.deviceTransform())
    , m_fromScreen(m_toScreen.inverted())
    , m_left(std::move(left))
{
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, !view.hardPixels);
}

// `place`: where all of `area` lies in the output. Edges go to whole pixels of the screen: else neighbours of
// which each is rounded alone would leave a line between them.
void TilePainter::paintPart(const QImage& image, const image::PixelRect& area, const QRectF& place,
                            const QRect& part)
{
    const auto share = [&](double width, double height) { // the part, of something that shows the area
        return QRectF((part.x() - area.x) * width / area.width, (part.y() - area.y) * height / area.height,
                      part.width() * width / area.width, part.height() * height / area.height);
    };
    const QRectF target = share(place.width(), place.height()).translated(place.topLeft());
    const QRectF onScreen = m_toScreen.mapRect(target);
    const QPointF from(std::round(onScreen.left()), std::round(onScreen.top()));
    const QPointF to(std::round(onScreen.right()), std::round(onScreen.bottom()));
    if (from.x() == to.x() || from.y() == to.y()) // a neighbour has its pixels
        return;
    m_painter.drawImage(m_fromScreen.mapRect(QRectF(from, to)), image, share(image.width(), image.height()));
}

void TilePainter::paint(const infer::RegionTile& tile, const QImage& image)
{
    const QRegion parts = m_left.intersected(toQRect(tile.area));
    // Its pixels lie on the grid of the whole result: there, and not where its LR pixels would come to lie
    // exactly.
    const QRectF place = QRectF(tile.left, tile.top, tile.width, tile.height)
                             .translated(-m_placement.source().x * m_placement.factorX(),
                                         -m_placement.source().y * m_placement.factorY());
    for (const QRect& part : parts)
        paintPart(image, tile.area, place, part);
    m_left -= parts;
}

void TilePainter::paintRest(const app::Pyramid& pyramid)
{
    const double scale = m_view.scale * m_placement.factorX(); // device pixels for one of LR
    const QImage& level = pyramid.level(pyramid.levelFor(std::min(1.0, scale)));
    const image::PixelRect whole{0, 0, pyramid.level(0).width(), pyramid.level(0).height()};
    for (const QRect& part : m_left)
        paintPart(level, whole, m_placement.toOutput(whole), part);
    m_left = {};
}

} // namespace enlarger::ui
