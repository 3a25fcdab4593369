// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/tile_painter.h"

#include "core/image/resample/half_size.h"
#include "ui/viewer/paint_bands.h"
#include "ui/viewer/shrink.h"

#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

QRect toQRect(const image::PixelRect& rect)
{
    return {rect.x, rect.y, rect.width, rect.height};
}

namespace {

constexpr double shrinkFrom = 1.02; // pixels of an image for one of the screen; below, no pattern arises

QImage wrapped(const std::vector<std::uint8_t>& pixels, int width, int height, const infer::TilePointer& tile,
               bool hasAlpha)
{
    auto* keeper = new infer::TilePointer(tile);
    return {pixels.data(),
            width,
            height,
            qsizetype(width) * 4,
            hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32,
            [](void* kept) { delete static_cast<infer::TilePointer*>(kept); },
            keeper};
}

} // namespace

QImage imageOf(const infer::TilePointer& tile, bool hasAlpha)
{
    return wrapped(tile->shown, tile->width, tile->height, tile, hasAlpha);
}

QImage halfImageOf(const infer::TilePointer& tile, bool hasAlpha)
{
    return wrapped(tile->half, image::halfOf(tile->width), image::halfOf(tile->height), tile, hasAlpha);
}

TilePainter::TilePainter(QPainter& painter, const LayerView& view, const Placement& placement, QRegion left)
    : m_painter(painter)
    , m_view(view)
    , m_placement(placement)
    , m_toScreen(painter.deviceTransform())
    , m_fromScreen(m_toScreen.inverted())
    , m_left(std::move(left))
{
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, !view.nearestNeighbour);
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
    const QPoint from(qRound(onScreen.left()), qRound(onScreen.top()));
    const QRect covered(from, QPoint(qRound(onScreen.right()) - 1, qRound(onScreen.bottom()) - 1));
    if (covered.isEmpty()) // a neighbour has its pixels
        return;
    const QRectF whole = m_fromScreen.mapRect(QRectF(covered));
    const double across = image.width() / place.width(); // pixels of the image for one of the output
    const double down = image.height() / place.height();
    const QRectF under((whole.left() - place.left()) * across, (whole.top() - place.top()) * down,
                       whole.width() * across, whole.height() * down);
    const bool isShrunk =
        std::min(under.width() / covered.width(), under.height() / covered.height()) >= shrinkFrom;
    const QImage shown = isShrunk ? shrunk(image, under, covered.size()) : image;
    const QRectF piece = isShrunk ? QRectF(shown.rect()) : share(image.width(), image.height());
    for (const QRect& band : paintBands(covered)) {
        m_painter.save();
        m_painter.setClipRect(m_fromScreen.mapRect(QRectF(band)), Qt::IntersectClip);
        m_painter.drawImage(whole, shown, piece);
        m_painter.restore();
    }
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
    paintRest(level, {0, 0, pyramid.level(0).width(), pyramid.level(0).height()});
}

void TilePainter::paintRest(const QImage& image, const image::PixelRect& area)
{
    for (const QRect& part : m_left)
        paintPart(image, area, m_placement.toOutput(area), part);
    m_left = {};
}

} // namespace enlarger::ui
