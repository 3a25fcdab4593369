// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace enlarger::image {

/// A rectangle of whole pixels; empty where a side is 0.
struct PixelRect
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    int right() const { return x + width; }   // the first column beyond it
    int bottom() const { return y + height; } // the first row beyond it
    bool empty() const { return width <= 0 || height <= 0; }
    std::int64_t area() const { return std::int64_t(width) * height; }
    bool operator==(const PixelRect&) const = default;

    PixelRect intersected(const PixelRect& other) const
    {
        const int left = std::max(x, other.x);
        const int top = std::max(y, other.y);
        return {left, top, std::max(0, std::min(right(), other.right()) - left),
                std::max(0, std::min(bottom(), other.bottom()) - top)};
    }
    bool contains(const PixelRect& other) const { return other.empty() || intersected(other) == other; }
    /// The smallest rectangle that holds both; an empty one counts for nothing.
    PixelRect united(const PixelRect& other) const
    {
        if (empty() || other.empty())
            return empty() ? other : *this;
        const int left = std::min(x, other.x);
        const int top = std::min(y, other.y);
        return {left, top, std::max(right(), other.right()) - left, std::max(bottom(), other.bottom()) - top};
    }
    /// `by` more pixels on every side.
    PixelRect grown(int by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
};

} // namespace enlarger::image
