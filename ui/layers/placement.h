// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/pixel_rect.h"

#include <QPointF>
#include <QRectF>
#include <QSize>

#include <cmath>

namespace enlarger::ui {

/// Where a part of a photo (LR pixels) lies in the output (pixels of the chosen size).
class Placement
{
public:
    Placement() = default;
    Placement(const image::PixelRect& source, const QSize& output)
        : m_source(source)
        , m_output(output)
    {}

    const image::PixelRect& source() const { return m_source; }
    const QSize& output() const { return m_output; }
    double factorX() const { return m_output.width() / double(m_source.width); }
    double factorY() const { return m_output.height() / double(m_source.height); }

    QPointF toSource(QPointF point) const
    {
        return {m_source.x + point.x() / factorX(), m_source.y + point.y() / factorY()};
    }
    /// The whole LR pixels that an area of the output touches.
    image::PixelRect toSource(const QRectF& area) const
    {
        const QPointF from = toSource(area.topLeft());
        const QPointF to = toSource(area.bottomRight());
        const int left = int(std::floor(from.x()));
        const int top = int(std::floor(from.y()));
        return image::PixelRect{left, top, int(std::ceil(to.x())) - left, int(std::ceil(to.y())) - top}
            .intersected(m_source);
    }
    QRectF toOutput(const image::PixelRect& rect) const
    {
        return {(rect.x - m_source.x) * factorX(), (rect.y - m_source.y) * factorY(), rect.width * factorX(),
                rect.height * factorY()};
    }

private:
    image::PixelRect m_source{0, 0, 1, 1};
    QSize m_output{1, 1};
};

} // namespace enlarger::ui
