// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/layer_painting.h"

#include "ui/viewer/paint_bands.h"

#include <QHash>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QWidget>

#include <cmath>
#include <utility>

namespace enlarger::ui {

namespace {

constexpr int squareSize = 8; // of the checkerboard, in device-independent pixels
constexpr double gridZoom = 8.0;
constexpr int largestRegion = 8; // rectangles; the frame of more of them is cheaper

// Squares of `square` device pixels. Each size is made once.
QBrush checkerboard(int square, bool isDark)
{
    static QHash<std::pair<int, bool>, QBrush> made;
    QBrush& brush = made[{square, isDark}];
    if (brush.style() == Qt::NoBrush) {
        QImage board(2 * square, 2 * square, QImage::Format_RGB32);
        board.fill(isDark ? QColor(80, 80, 80) : QColor(216, 216, 216));
        QPainter painter(&board);
        const QColor other = isDark ? QColor(64, 64, 64) : QColor(196, 196, 196);
        painter.fillRect(0, 0, square, square, other);
        painter.fillRect(square, square, square, square, other);
        painter.end();
        brush = QBrush(board);
    }
    return brush;
}

// In device pixels, because a texture that is not scaled is filled many times as fast.
void paintCheckerboard(QPainter& painter, const QRectF& area, QPointF origin, double pixelRatio, bool isDark)
{
    painter.save();
    painter.scale(1 / pixelRatio, 1 / pixelRatio);
    painter.setBrushOrigin((origin * pixelRatio).toPoint());
    const QRectF onScreen(area.topLeft() * pixelRatio, area.size() * pixelRatio);
    for (const QRect& band : paintBands(onScreen.toRect()))
        painter.fillRect(band, checkerboard(qRound(squareSize * pixelRatio), isDark));
    painter.restore();
}

// Of `area` in a widget, the device pixels whose middle lies in it: what an image drawn there covers.
QRectF coveredPixels(const QRectF& area, double pixelRatio)
{
    const auto edge = [pixelRatio](double place) { return std::ceil(place * pixelRatio - 0.5) / pixelRatio; };
    return {QPointF(edge(area.left()), edge(area.top())), QPointF(edge(area.right()), edge(area.bottom()))};
}

// Lines of one device pixel, at the left and upper edges of the picture's pixels.
void paintGrid(QPainter& painter, const QRectF& area, const LayerPlacement& placement)
{
    const QRectF pixels = placement.toWidget.inverted().mapRect(area);
    const double ratio = placement.pixelRatio;
    const auto place = [ratio](double edge) { return (std::floor(edge * ratio + 1e-6) + 0.5) / ratio; };
    QList<QLineF> lines;
    for (double x = std::ceil(pixels.left()); x < pixels.right(); ++x) {
        const double at = place(placement.toWidget.map(QPointF(x, 0)).x());
        lines.emplace_back(at, area.top(), at, area.bottom());
    }
    for (double y = std::ceil(pixels.top()); y < pixels.bottom(); ++y) {
        const double at = place(placement.toWidget.map(QPointF(0, y)).y());
        lines.emplace_back(area.left(), at, area.right(), at);
    }
    painter.setPen(QPen(QColor(128, 128, 128, 80), 0)); // cosmetic
    painter.drawLines(lines);
}

void paintPart(QPainter& painter, const QRect& part, Layer& layer, const LayerPlacement& placement,
               bool isDark)
{
    const QRectF all({}, QSizeF(layer.size()));
    const QRectF covered =
        coveredPixels(placement.toWidget.mapRect(all), placement.pixelRatio) & QRectF(part);
    if (covered.isEmpty())
        return;
    painter.save();
    painter.setClipRect(part, Qt::IntersectClip); // a single rectangle paints much faster than a region
    if (layer.isTranslucent())
        paintCheckerboard(painter, covered, placement.toWidget.map(QPointF()), placement.pixelRatio, isDark);

    // A little more than what is seen, because smoothing looks at the neighbours.
    const double margin = 1.0 + 1.0 / placement.zoom();
    const QRectF seen = placement.toWidget.inverted().mapRect(QRectF(part));
    const LayerView view{QRectF(seen.adjusted(-margin, -margin, margin, margin).toAlignedRect()) & all,
                         placement.zoom(), placement.nearestNeighbour};
    painter.save();
    painter.setTransform(placement.toWidget, true);
    layer.paint(painter, view);
    painter.restore();

    if (placement.nearestNeighbour && placement.zoom() >= gridZoom)
        paintGrid(painter, covered, placement);
    painter.restore();
}

} // namespace

void paintLayer(QPainter& painter, const QRegion& region, Layer& layer, const LayerPlacement& placement,
                const QBrush& background)
{
    const QRectF picture = placement.toWidget.mapRect(QRectF({}, QSizeF(layer.size())));
    const QRect inner(QPoint(qCeil(picture.left()), qCeil(picture.top())),
                      QPoint(qFloor(picture.right()) - 1, qFloor(picture.bottom()) - 1));
    for (const QRect& around : region.subtracted(inner))
        painter.fillRect(around, background);

    const bool isDark = background.color().lightness() < 128;
    if (region.rectCount() > largestRegion) {
        paintPart(painter, region.boundingRect(), layer, placement, isDark);
        return;
    }
    for (const QRect& part : region)
        paintPart(painter, part, layer, placement, isDark);
}

void paintTurned(QPainter& painter, const QWidget& widget, QPointF middle, double degrees, double zoom,
                 const QBrush& background, const std::function<void(QPainter&)>& paint)
{
    QPixmap still(widget.size() * widget.devicePixelRatioF());
    still.setDevicePixelRatio(widget.devicePixelRatioF());
    QPainter onto(&still);
    paint(onto);
    onto.end();
    painter.fillRect(widget.rect(), background);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.translate(middle);
    painter.rotate(degrees);
    painter.scale(zoom, zoom);
    painter.translate(-middle);
    painter.drawPixmap(0, 0, still);
    painter.restore();
}

} // namespace enlarger::ui
