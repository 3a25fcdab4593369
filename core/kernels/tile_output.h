// SPDX-License-Identifier: GPL-3.0-or-later
// From products to rows of pixels: the transform back, then all that follows a convolution.
#pragma once

#include "core/kernels/pixel_output.h"
#include "core/kernels/tile_layout.h"
#include "core/kernels/winograd_transforms.h"

namespace enlarger::kernels {
namespace {

/// The 16 pixels of a tile; those beyond the edge are a spare one.
struct TilePixels
{
    float* out[16];
    const float* first[16]; // of the addends
    const float* second[16];
};

inline void findPixels(const ConvRows& rows, int height, int width, int firstRow, int firstColumn,
                       float* spare, TilePixels& pixels)
{
    for (int at = 0; at < 16; ++at) {
        const int row = firstRow + at / tileSide;
        const int column = firstColumn + at % tileSide;
        const bool inside = row < height && column < width;
        pixels.out[at] = inside ? rows.out[row] + std::size_t(column) * std::size_t(rows.outStride) : spare;
        pixels.first[at] = inside && rows.first.rows != nullptr ? pixelOf(rows.first, row, column) : spare;
        pixels.second[at] = inside && rows.second.rows != nullptr ? pixelOf(rows.second, row, column) : spare;
    }
}

/// One vector of channels of one tile. `products` lie `stride` floats from place to place.
template <class S, bool doubled>
inline void finishTile(const PackedConv& conv, const ConvRows& rows, const TilePixels& pixels, int channel,
                       const float* products, std::size_t stride, float worth)
{
    using V = typename S::Vector;
    constexpr bool leavesOut = doubled && S::Points::hasMinusOne;
    V half[6][4]; // rows still transformed
#pragma GCC unroll 6
    for (int r = 0; r < 6; ++r) {
        V m[6];
#pragma GCC unroll 6
        for (int c = 0; c < 6; ++c)
            m[c] = hasPlace(r, c, leavesOut)
                       ? S::product(products + std::size_t(place(r, c, leavesOut)) * stride)
                       : V::zero();
        S::Points::output(m, half[r]);
    }
    V y[4][4];
    const auto finish = S::finish(conv, channel, worth);
#pragma GCC unroll 4
    for (int c = 0; c < 4; ++c) {
        const V m[6] = {half[0][c], half[1][c], half[2][c], half[3][c], half[4][c], half[5][c]};
        V column[4];
        S::Points::output(m, column);
        for (int r = 0; r < 4; ++r)
            y[r][c] = finish(column[r]);
    }
    activate(conv, channel, &y[0][0], 16);
    const PixelOutput<V> output(rows);
    for (int at = 0; at < 16; ++at)
        output.store(y[at / 4][at % 4], channel, conv.out - channel, pixels.first[at], pixels.second[at],
                     pixels.out[at]);
}

template <class S, bool doubled>
void finishTiles(const PackedConv& conv, const ConvRows& rows, TileRange tiles, const Layout& layout,
                 float* scratch)
{
    using V = typename S::Vector;
    const int height = doubled ? 2 * rows.rows : rows.rows;
    const int width = doubled ? 2 * rows.width : rows.width;
    const int across = (width + tileSide - 1) / tileSide;
    for (int tile = 0; tile < tiles.count; ++tile) {
        TilePixels pixels{};
        findPixels(rows, height, width, (tiles.first + tile) / across * tileSide,
                   (tiles.first + tile) % across * tileSide, scratch + layout.spare(), pixels);
        const float* products = scratch + layout.products() + std::size_t(tile) * V::lanes;
        for (int channel = 0; channel < conv.out; channel += V::lanes) {
            finishTile<S, doubled>(conv, rows, pixels, channel, products, layout.productStride,
                                   scratch[layout.worths() + std::size_t(tile)]);
            products += std::size_t(tiles.count) * V::lanes;
        }
    }
}

} // namespace
} // namespace enlarger::kernels
