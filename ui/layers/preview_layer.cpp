// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/preview_layer.h"

#include "ui/viewer/shrink.h"

#include <QPainter>

namespace enlarger::ui {

PreviewLayer::PreviewLayer(const QImage& preview, const QSize& photo, const Placement& placement)
    : m_preview(preview)
    , m_photo(photo)
    , m_placement(placement)
{}

QString PreviewLayer::title() const
{
    return tr("Original");
}

void PreviewLayer::paint(QPainter& painter, const LayerView& view)
{
    const image::PixelRect& part = m_placement.source();
    const double across = double(m_preview.width()) / m_photo.width();
    const double down = double(m_preview.height()) / m_photo.height();
    const QRectF from(part.x * across, part.y * down, part.width * across, part.height * down);
    const QSize onScreen = painter.deviceTransform().mapRect(QRectF(QPointF(), size())).size().toSize();
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !view.nearestNeighbour);
    painter.setClipRect(view.area, Qt::IntersectClip);
    if (onScreen.isEmpty() || onScreen.width() >= from.width() || onScreen.height() >= from.height()) {
        painter.drawImage(QRectF(QPointF(), size()), m_preview, from);
    } else {
        if (m_shrunk.size() != onScreen)
            m_shrunk = shrunk(m_preview, from, onScreen);
        painter.drawImage(QRectF(QPointF(), size()), m_shrunk, QRectF(m_shrunk.rect()));
    }
    painter.restore();
}

void PreviewLayer::setVisibleRegion(const void* /*viewer*/, const LayerView& /*view*/, QPointF /*focus*/) {}

// The camera's are others than those of the developed photo.
std::optional<QColor> PreviewLayer::valueAt(QPoint /*pixel*/) const
{
    return std::nullopt;
}

LayerStatus PreviewLayer::status(double /*scale*/) const
{
    return {LayerStatus::Kind::Computing, 0.0, tr("the camera's preview; the RAW is being developed")};
}

} // namespace enlarger::ui
