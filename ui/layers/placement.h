// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/pixel_rect.h"

#include <QPointF>
#include <QRectF>
#include <QSize>

#include <algorithm>
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

/// The part of another photo that is where `part` is in `photo`: where that has another shape, in its middle
/// in the shape of this one.
inline image::PixelRect samePart(const image::PixelRect& part, const QSize& photo, const QSize& other)
{
    if (photo == other)
        return part;
    const double factor =
        std::min(double(other.width()) / photo.width(), double(other.height()) / photo.height());
    const auto side = [factor](int pixels) { return std::max(1, int(std::lround(pixels * factor))); };
    const auto from = [factor](double middle, int of, int in, int length) {
        return int(std::lround((middle - of / 2.0) * factor + in / 2.0 - length / 2.0));
    };
    const int width = side(part.width);
    const int height = side(part.height);
    const image::PixelRect same{from(part.x + part.width / 2.0, photo.width(), other.width(), width),
                                from(part.y + part.height / 2.0, photo.height(), other.height(), height),
                                width, height};
    return same.intersected({0, 0, other.width(), other.height()});
}

} // namespace enlarger::ui
