// SPDX-License-Identifier: GPL-3.0-or-later
// From rows of pixels to transformed tiles.
#pragma once

#include "core/kernels/tile_layout.h"
#include "core/kernels/tile_prefetch.h"
#include "core/kernels/winograd_transforms.h"

namespace enlarger::kernels {
namespace {

constexpr int patchPixel(int at, bool doubled)
{
    return doubled ? (at + 1) / 2 : at;
}

template <class S, bool doubled, int pair>
inline void transformRows(const typename S::Input& input, const Patch& patch, std::size_t channel,
                          int channels, float* to, std::size_t stride)
{
    using V = typename S::Vector;
    using Points = typename S::Points;
    constexpr bool leavesOut = doubled && Points::hasMinusOne;
    constexpr int firstRow = pair == 0 ? 0 : 2 * pair - 1;
    constexpr int secondRow = pair == 0 ? 5 : 2 * pair;
    if constexpr (S::slotChannels == 1) { // whole cache lines, for which the stores would wait one by one
#pragma GCC unroll 6
        for (int x = 0; x < 6; ++x) {
            __builtin_prefetch(to + std::size_t(place(firstRow, x, leavesOut)) * stride, 1);
            __builtin_prefetch(to + std::size_t(place(secondRow, x, leavesOut)) * stride, 1);
        }
    }
    V first[6];
    V second[6];
#pragma GCC unroll 6
    for (int x = 0; x < 6; ++x) {
        V pixels[6];
#pragma GCC unroll 6
        for (int y = 0; y < 6; ++y) {
            if (pair > 0 && (y == 0 || y == 5)) {
                pixels[y] = V::zero();
                continue;
            }
            const float* pixel = patch.rows[y] + patch.columns[x] + channel;
            pixels[y] = channels == V::lanes ? V::load(pixel) : V::loadFirst(pixel, channels);
        }
        Points::template input<pair>(pixels, first[x], second[x]);
    }
    const auto finish = [&input, to, stride](const V(&row)[6], int y) {
        V values[6];
        Points::template input<0>(row, values[0], values[5]);
        Points::template input<1>(row, values[1], values[2]);
        Points::template input<2>(row, values[3], values[4]);
#pragma GCC unroll 6
        for (int x = 0; x < 6; ++x) {
            if (hasPlace(y, x, leavesOut))
                input.keep(values[x], y, x, to + std::size_t(place(y, x, leavesOut)) * stride);
        }
    };
    finish(first, firstRow);
    if (hasPlace(secondRow, 0, leavesOut))
        finish(second, secondRow);
}

template <class S, bool doubled>
void transformPatch(const Patch& patch, int in, int tiles, float* to, std::size_t stride, float& worth)
{
    const typename S::Input input(patch, in, worth);
    constexpr int lanes = S::Vector::lanes;
    int channel = 0;
    for (; channel + lanes <= in; channel += lanes, to += std::size_t(tiles) * (lanes / S::slotChannels)) {
        transformRows<S, doubled, 0>(input, patch, std::size_t(channel), lanes, to, stride);
        transformRows<S, doubled, 1>(input, patch, std::size_t(channel), lanes, to, stride);
        transformRows<S, doubled, 2>(input, patch, std::size_t(channel), lanes, to, stride);
    }
    if (channel < in) {
        transformRows<S, doubled, 0>(input, patch, std::size_t(channel), in - channel, to, stride);
        transformRows<S, doubled, 1>(input, patch, std::size_t(channel), in - channel, to, stride);
        transformRows<S, doubled, 2>(input, patch, std::size_t(channel), in - channel, to, stride);
    }
}

/// Of a tile at the edge: its patch is copied, with zeros around the picture.
template <class V, bool doubled>
void copyPatch(const ConvRows& rows, int in, int firstRow, int firstColumn, float* copy, Patch& patch)
{
    constexpr int side = doubled ? 4 : 6;
    const std::size_t pixelSize = std::size_t(wholeVectors(in, V::lanes)) * V::lanes;
    for (int y = 0; y < side; ++y) {
        const float* row = firstRow + y < rows.rows + 2 ? rows.in[firstRow + y] : nullptr;
        for (int x = 0; x < side; ++x) {
            const int column = firstColumn + x;
            float* to = copy + std::size_t(y * side + x) * pixelSize;
            const bool inside = row != nullptr && column >= 0 && column < rows.width;
            const float* from = inside ? row + std::size_t(column) * std::size_t(rows.inStride) : nullptr;
            for (int channel = 0; channel < in; channel += V::lanes) {
                const int left = in - channel < V::lanes ? in - channel : V::lanes;
                (inside ? V::loadFirst(from + channel, left) : V::zero()).store(to + channel);
            }
        }
    }
    for (int at = 0; at < 6; ++at) {
        patch.rows[at] = copy + std::size_t(patchPixel(at, doubled) * side) * pixelSize;
        patch.columns[at] = std::size_t(patchPixel(at, doubled)) * pixelSize;
    }
}

template <class S, bool doubled>
void transformTiles(const PackedConv& conv, const ConvRows& rows, TileRange tiles, const Layout& layout,
                    float* scratch)
{
    using V = typename S::Vector;
    constexpr int side = doubled ? 4 : 6;
    constexpr int step = doubled ? 2 : 4; // input pixels from tile to tile
    constexpr int ahead = 3;              // tiles whose pixels are on the way
    const int across = (rows.width + step - 1) / step;
    for (int tile = 0; tile < tiles.count; ++tile) {
        if (tile + ahead < tiles.count)
            prefetchTile(rows, conv.in, doubled, tiles.first + tile + ahead);
        const int firstRow =
            (tiles.first + tile) / across * step; // among rows.in, which begin above the picture
        const int firstColumn = (tiles.first + tile) % across * step - 1 + rows.shift;
        bool inside =
            firstColumn >= 0 && firstColumn + side <= rows.width && firstRow + side <= rows.rows + 2;
        for (int y = 0; inside && y < side; ++y)
            inside = rows.in[firstRow + y] != nullptr;
        Patch patch{};
        if (inside) {
            for (int at = 0; at < 6; ++at) {
                const int pixel = patchPixel(at, doubled);
                patch.rows[at] = rows.in[firstRow + pixel];
                patch.columns[at] = std::size_t(firstColumn + pixel) * std::size_t(rows.inStride);
            }
        } else {
            copyPatch<V, doubled>(rows, conv.in, firstRow, firstColumn, scratch + layout.patch(), patch);
        }
        transformPatch<S, doubled>(patch, conv.in, tiles.count,
                                   scratch + std::size_t(tile) * (V::lanes / S::slotChannels),
                                   layout.transformedStride, scratch[layout.worths() + std::size_t(tile)]);
    }
}

} // namespace
} // namespace enlarger::kernels
