// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_grid.h"

#include "core/infer/tiling/tile_plan.h"

#include <algorithm>

namespace enlarger::infer {

using image::PixelRect;

namespace {

/// Round half up of position * out / in.
int scaled(int position, int in, int out)
{
    return static_cast<int>((2 * std::int64_t(position) * out + in) / (2 * std::int64_t(in)));
}

Span readSpan(int begin, int end, int halo, int multiple, int length)
{
    const int from = std::max(begin - halo, 0) / multiple * multiple;
    const int to = (end + halo + multiple - 1) / multiple * multiple;
    return {from, std::min(to, length)};
}

} // namespace

PixelRect RegionGrid::area(const GridCell& cell) const
{
    const PixelRect whole{0, 0, m_picture.width, m_picture.height};
    return PixelRect{cell.column * m_tile, cell.row * m_tile, m_tile, m_tile}.intersected(whole);
}

PixelRect RegionGrid::partOf(const GridCell& cell, const PixelRect& wanted) const
{
    constexpr int step = 16;       // LR pixels; networks like multiples of it
    constexpr double worth = 0.75; // of a tile's pixels
    const PixelRect all = area(cell);
    const PixelRect seen = wanted.intersected(all);
    const auto down = [](int position) { return position / step * step; };
    const auto up = [](int position) { return (position + step - 1) / step * step; };
    const int left = down(std::max(seen.x - step / 2, all.x));
    const int top = down(std::max(seen.y - step / 2, all.y));
    const PixelRect part =
        PixelRect{left, top, up(seen.right() + step / 2) - left, up(seen.bottom() + step / 2) - top}
            .intersected(all);
    return double(part.area()) <= worth * double(all.area()) ? part : all;
}

std::vector<GridCell> RegionGrid::covering(const PixelRect& wanted) const
{
    const PixelRect inside = wanted.intersected({0, 0, m_picture.width, m_picture.height});
    std::vector<GridCell> cells;
    if (inside.empty())
        return cells;
    for (int row = inside.y / m_tile; row * m_tile < inside.bottom(); ++row)
        for (int column = inside.x / m_tile; column * m_tile < inside.right(); ++column)
            cells.push_back({column, row});
    return cells;
}

PixelRect enlargedArea(const PixelRect& area, const PixelSize& in, const PixelSize& out)
{
    const int left = scaled(area.x, in.width, out.width);
    const int top = scaled(area.y, in.height, out.height);
    return {left, top, scaled(area.right(), in.width, out.width) - left,
            scaled(area.bottom(), in.height, out.height) - top};
}

PixelRect readArea(const PixelRect& core, int halo, int multiple, const PixelSize& picture)
{
    const Span x = readSpan(core.x, core.right(), halo, multiple, picture.width);
    const Span y = readSpan(core.y, core.bottom(), halo, multiple, picture.height);
    return {x.begin, y.begin, x.length(), y.length()};
}

double distanceSquared(const PixelRect& area, double x, double y)
{
    const double dx = area.x + area.width / 2.0 - x;
    const double dy = area.y + area.height / 2.0 - y;
    return dx * dx + dy * dy;
}

} // namespace enlarger::infer
