// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/tile_painter.h"

#include <QPainter>

#include <algorithm>

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
    , m_left(std::move(left))
{
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, !view.hardPixels);
}

void TilePainter::paintPart(const QImage& image, const image::PixelRect& area, const QRect& part)
{
    const double x = image.width() / double(area.width);
    const double y = image.height() / double(area.height);
    const QRectF from((part.x() - area.x) * x, (part.y() - area.y) * y, part.width() * x, part.height() * y);
    m_painter.drawImage(m_placement.toOutput({part.x(), part.y(), part.width(), part.height()}), image, from);
}

void TilePainter::paint(const QImage& image, const image::PixelRect& area)
{
    const QRegion parts = m_left.intersected(toQRect(area));
    for (const QRect& part : parts)
        paintPart(image, area, part);
    m_left -= parts;
}

void TilePainter::paintRest(const app::Pyramid& pyramid)
{
    const double scale = m_view.scale * m_placement.factorX(); // device pixels for one of LR
    const QImage& level = pyramid.level(pyramid.levelFor(std::min(1.0, scale)));
    const image::PixelRect whole{0, 0, pyramid.level(0).width(), pyramid.level(0).height()};
    for (const QRect& part : m_left)
        paintPart(level, whole, part);
    m_left = {};
}

} // namespace enlarger::ui
