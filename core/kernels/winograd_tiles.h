// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of a KernelSet for a scheme: what the files compiled for one kind of processor have in common.
#pragma once

#include "core/kernels/tile_input.h"
#include "core/kernels/tile_output.h"
#include "core/kernels/tile_products.h"

namespace enlarger::kernels {
namespace {

template <class S>
std::size_t scratchSize(int in, int out, int tiles)
{
    return Layout(in, out, tiles, S::Vector::lanes, S::slotChannels).size();
}

/// In blocks of much the same size, none larger than `block`.
template <class S, bool doubled>
void runTiles(const PackedConv& conv, const ConvRows& rows, TileRange tiles, int block, float* scratch)
{
    const int blocks = (tiles.count + block - 1) / block;
    const auto blockAt = [tiles, blocks](int number) {
        const int first = tiles.count * number / blocks;
        return TileRange{tiles.first + first, tiles.count * (number + 1) / blocks - first};
    };
    for (int number = 0; number < blocks; ++number) {
        const TileRange now = blockAt(number);
        const TileRange next = number + 1 < blocks ? blockAt(number + 1) : TileRange{};
        const Layout layout(conv.in, conv.out, now.count, S::Vector::lanes, S::slotChannels);
        transformTiles<S, doubled>(conv, rows, now, layout, scratch);
        multiplyTiles<S>(conv, rows, layout, now, next, scratch);
        finishTiles<S, doubled>(conv, rows, now, layout, scratch);
    }
}

template <class S>
void runAnyTiles(const PackedConv& conv, const ConvRows& rows, TileRange tiles, int block, float* scratch)
{
    if (conv.doubled)
        runTiles<S, true>(conv, rows, tiles, block, scratch);
    else
        runTiles<S, false>(conv, rows, tiles, block, scratch);
}

template <class S>
constexpr KernelSet makeKernelSet()
{
    return {{S::Vector::lanes, S::packedSize, S::pack},
            scratchSize<S>,
            runAnyTiles<S>,
            nullptr,
            nullptr,
            nullptr};
}

} // namespace
} // namespace enlarger::kernels
