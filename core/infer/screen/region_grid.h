// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/pixel_rect.h"
#include "core/infer/tiling/output_size.h"

#include <vector>

namespace enlarger::infer {

/// One tile of a grid.
struct GridCell
{
    int column = 0;
    int row = 0;
    bool operator==(const GridCell&) const = default;
};

/// A picture cut into squares that never move, so that panning finds again what was done. Pure geometry, in
/// LR pixels; the last column and the last row are what is left.
class RegionGrid
{
public:
    RegionGrid(const PixelSize& picture, int tile)
        : m_picture(picture)
        , m_tile(tile)
    {}

    image::PixelRect area(const GridCell& cell) const;

    /// What to compute of a tile of which only `wanted` is visible: that and a little more, so that a small
    /// movement needs nothing new; all of the tile where less would save little.
    image::PixelRect partOf(const GridCell& cell, const image::PixelRect& wanted) const;

    /// The tiles that `wanted` touches, row by row. What lies outside of the picture does not count.
    std::vector<GridCell> covering(const image::PixelRect& wanted) const;

private:
    PixelSize m_picture;
    int m_tile;
};

/// Where an LR rectangle of a picture of size `in` lies when it is enlarged to `out`. Rectangles that border
/// on one another still do.
image::PixelRect enlargedArea(const image::PixelRect& area, const PixelSize& in, const PixelSize& out);

/// What is read to compute `core`: `halo` more on every side where the picture has it, beginning at multiples
/// of `multiple` and ending there or at the picture's end.
image::PixelRect readArea(const image::PixelRect& core, int halo, int multiple, const PixelSize& picture);

/// The square of the distance from a rectangle's centre.
double distanceSquared(const image::PixelRect& area, double x, double y);

} // namespace enlarger::infer
