// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/display_colours.h"
#include "core/image/read/packed_picture.h"

#include <QImage>

#include <memory>
#include <stop_token>
#include <vector>

namespace enlarger::app {

/// A picture for the screen at its own size, a half, a quarter ... until 256 pixels hold its longer side. A
/// pixel of level n is the mean of the 2^n x 2^n pixels under it, fewer at the right and the bottom, where
/// sides round up. A value: cheap to copy, never changed.
class Pyramid
{
public:
    /// In ARGB32_Premultiplied, or RGB32 without alpha. Null where `stop` was asked for, or memory ran out.
    static std::shared_ptr<const Pyramid> make(const image::PackedPicture& picture,
                                               const image::DisplayColours& colours,
                                               const std::stop_token& stop = {});

    int levels() const { return int(m_levels.size()); }
    const QImage& level(int index) const { return m_levels[std::size_t(index)]; } // 0: the picture's own size

    /// The smallest level that still has at least `scale` (0..1) of the picture's pixels along a side.
    int levelFor(double scale) const;

    std::int64_t bytes() const;

private:
    friend class PyramidBuilder;
    std::vector<QImage> m_levels;
};

/// Makes a pyramid while the rows of its picture arrive.
class PyramidBuilder
{
public:
    /// Allocates all levels; see isValid().
    PyramidBuilder(int width, int height, bool hasAlpha);

    bool isValid() const { return m_pyramid != nullptr; } // false: there is not enough memory

    /// Rows of the picture from row y on. Several threads may bring different rows, in any order.
    void setRows(int y, const image::Image& rows, const image::DisplayColours& colours);

    /// Makes the smaller levels as far as the first `rows` rows go, which are all there. From one thread at a
    /// time, also while others bring the rows below.
    void reduce(int rows);

    /// After the last row.
    std::shared_ptr<const Pyramid> finish() { return std::move(m_pyramid); }

private:
    struct Level
    {
        std::uint8_t* bits = nullptr;
        std::size_t stride = 0; // bytes
        int width = 0;
        int height = 0;
        int rows = 0; // that are there

        std::uint8_t* row(int y) const { return bits + stride * std::size_t(y); }
    };
    static void halveRow(const Level& from, const Level& to, int y);

    std::shared_ptr<Pyramid> m_pyramid;
    std::vector<Level> m_levels;
};

} // namespace enlarger::app
