// SPDX-License-Identifier: GPL-3.0-or-later
// Where transformed pixels, products and weights of a block of tiles lie. A slot is 32 bits: one float or two
// integers.
//   transformed  [place][chunk: a vector of input channels][tile][slot]
//   products     [place][vector of output channels][tile][lane]
//   weights      [place][panel of output vectors][slot of input channels][vector of the panel][lane]
#pragma once

#include "core/kernels/kernel_set.h"

namespace enlarger::kernels {
namespace {

constexpr int wholeVectors(int channels, int lanes)
{
    return (channels + lanes - 1) / lanes;
}

/// Places of the 6 x 6 in which tiles and weights are multiplied. Behind nearest upsampling the pixels of a
/// patch are a b b c c d, of which a transform with the point -1 always makes 0 in the third row and column:
/// they are left out.
constexpr int placeCount(bool leavesOut)
{
    return leavesOut ? 25 : 36;
}

constexpr bool hasPlace(int row, int column, bool leavesOut)
{
    return !leavesOut || (row != 2 && column != 2);
}

constexpr int place(int row, int column, bool leavesOut)
{
    return leavesOut ? (row - int(row > 2)) * 5 + (column - int(column > 2)) : row * patchSide + column;
}

/// Floats, rounded up to an odd number of cache lines: the same tile in all places lies in different sets of
/// the cache.
constexpr std::size_t oddLines(std::size_t floats)
{
    return ((floats + 15) / 16 | 1) * 16;
}

/// Where the 6 x 6 pixels that a tile depends on lie: behind nearest upsampling, 4 x 4 different ones.
struct Patch
{
    const float* rows[6];   // to the first pixel
    std::size_t columns[6]; // floats from there
};

struct Layout
{
    constexpr Layout(int in, int out, int tiles, int lanes, int slotChannels)
        : pixelSize(std::size_t(wholeVectors(in, lanes) * lanes))
        , outputSize(std::size_t(wholeVectors(out, lanes) * lanes))
        , transformedStride(oddLines(pixelSize * std::size_t(tiles) / std::size_t(slotChannels)))
        , productStride(oddLines(outputSize * std::size_t(tiles)))
        , tileCount(std::size_t(tiles))
    {}
    std::size_t pixelSize;         // floats of whole vectors
    std::size_t outputSize;        // the same
    std::size_t transformedStride; // from place to place
    std::size_t productStride;     // the same

    std::size_t tileCount;

    // Beside these, the scratch has a patch of 6 x 6 pixels, a pixel to write to that nobody reads, and of
    // each tile what its transformed values are worth.
    constexpr std::size_t products() const { return 36 * transformedStride; }
    constexpr std::size_t patch() const { return products() + 36 * productStride; }
    constexpr std::size_t spare() const { return patch() + 36 * oddLines(pixelSize); }
    constexpr std::size_t worths() const { return spare() + oddLines(outputSize); }
    constexpr std::size_t size() const { return worths() + oddLines(tileCount); }
};

/// Output vectors whose products are summed at once: as many as fit into few panels of the same height.
constexpr int panelVectors(int left)
{
    return left == 3 ? 3 : left >= 2 ? 2 : 1;
}

} // namespace
} // namespace enlarger::kernels
