// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels on their way to the cache early: where they come from main memory, or lie far apart, half of the
// time would else go on waiting for them.
#pragma once

#include "core/kernels/kernel_set.h"

namespace enlarger::kernels {
namespace {

/// The pixels of a tile's patch that it does not share with the tile before it.
inline void prefetchTile(const ConvRows& rows, int in, bool doubled, int tile)
{
    const int side = doubled ? 4 : 6;
    const int step = doubled ? 2 : 4;
    const int across = (rows.width + step - 1) / step;
    const int firstRow = tile / across * step; // among rows.in, which begin above the picture
    const int begin = tile % across * step + 1 + rows.shift;
    const int firstColumn = begin > 0 ? begin : 0;
    const int endColumn = begin + step < rows.width ? begin + step : rows.width;
    for (int y = firstRow; y < firstRow + side && y < rows.rows + 2; ++y) {
        if (rows.in[y] == nullptr)
            continue;
        for (int x = firstColumn; x < endColumn; ++x) {
            const float* pixel = rows.in[y] + std::size_t(x) * std::size_t(rows.inStride);
            for (int channel = 0; channel < in; channel += 16) // a cache line
                __builtin_prefetch(pixel + channel);
        }
    }
}

/// The pixels that a tile gives, and those that are added.
inline void prefetchResult(const ConvRows& rows, int out, bool doubled, int tile)
{
    const int factor = doubled ? 2 : 1;
    const int across = (factor * rows.width + tileSide - 1) / tileSide;
    const int firstRow = tile / across * tileSide;
    const int firstColumn = tile % across * tileSide;
    const Addend* const addends[2] = {&rows.first, &rows.second};
    for (int at = 0; at < tileSide * tileSide; ++at) {
        const int row = firstRow + at / tileSide;
        const int column = firstColumn + at % tileSide;
        if (row >= factor * rows.rows || column >= factor * rows.width)
            continue;
        const float* pixel = rows.out[row] + std::size_t(column) * std::size_t(rows.outStride);
        for (int channel = 0; channel < out; channel += 16) // a cache line
            __builtin_prefetch(pixel + channel, 1);
        for (const Addend* addend : addends) {
            if (addend->rows == nullptr)
                continue;
            const float* added = addend->rows[row] + std::size_t(column) * std::size_t(addend->stride);
            for (int channel = 0; channel < out; channel += 16)
                __builtin_prefetch(added + channel);
        }
    }
}

/// What is wanted after the products of a block: its results, and the pixels of the next one. `part` of
/// `parts`.
inline void prefetchBlocks(const PackedConv& conv, const ConvRows& rows, TileRange now, TileRange next,
                           int part, int parts)
{
    for (int tile = now.count * part / parts; tile < now.count * (part + 1) / parts; ++tile)
        prefetchResult(rows, conv.out, conv.doubled, now.first + tile);
    for (int tile = next.count * part / parts; tile < next.count * (part + 1) / parts; ++tile)
        prefetchTile(rows, conv.in, conv.doubled, next.first + tile);
}

} // namespace
} // namespace enlarger::kernels
