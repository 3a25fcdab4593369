// SPDX-License-Identifier: GPL-3.0-or-later
// The products of transformed tiles with transformed weights: in each place a product of matrices, tiles x
// input channels by input channels x output channels, whose sums stay in registers.
#pragma once

#include "core/kernels/tile_layout.h"
#include "core/kernels/tile_prefetch.h"

namespace enlarger::kernels {
namespace {

struct ProductJob
{
    const float* transformed; // of the first tile of the group, in one place
    std::size_t chunkStride;
    const float* weights; // of a panel, in this place
    int slots;            // of input channels
    float* products;      // of the first tile and vector
    std::size_t vectorStride;
};

template <class S, int vectors, int tiles>
void multiplyGroup(const ProductJob& job)
{
    constexpr int lanes = S::Vector::lanes;
    constexpr int chunkSlots = lanes / S::slotChannels;
    typename S::Sum sums[tiles][vectors];
#pragma GCC unroll 12
    for (auto& tile : sums) {
#pragma GCC unroll 4
        for (auto& sum : tile)
            sum = S::Sum::zero();
    }
    const float* weights = job.weights;
    const float* chunk = job.transformed;
    for (int left = job.slots; left > 0; left -= chunkSlots, chunk += job.chunkStride) {
        const int depth = left < chunkSlots ? left : chunkSlots;
        for (int k = 0; k < depth; ++k, weights += vectors * lanes) {
            typename S::Sum weight[vectors];
#pragma GCC unroll 4
            for (int v = 0; v < vectors; ++v)
                weight[v] = S::weight(weights + v * lanes);
#pragma GCC unroll 12
            for (int t = 0; t < tiles; ++t) {
                const auto slot = S::slot(chunk + t * chunkSlots + k);
#pragma GCC unroll 4
                for (int v = 0; v < vectors; ++v)
                    S::multiplyAdd(slot, weight[v], sums[t][v]);
            }
        }
    }
#pragma GCC unroll 12
    for (int t = 0; t < tiles; ++t) {
#pragma GCC unroll 4
        for (int v = 0; v < vectors; ++v)
            sums[t][v].store(job.products + std::size_t(v) * job.vectorStride + t * lanes);
    }
}

template <class V, int vectors>
constexpr int groupTiles = V::accumulators / vectors < 12 ? V::accumulators / vectors : 12;

template <class S, int vectors, int tiles = groupTiles<typename S::Vector, vectors>>
void multiplyGroupOf(int count, const ProductJob& job)
{
    if (count == tiles)
        multiplyGroup<S, vectors, tiles>(job);
    else if constexpr (tiles > 1)
        multiplyGroupOf<S, vectors, tiles - 1>(count, job);
}

/// All tiles of the block with one panel, in groups of much the same size.
template <class S, int vectors>
void multiplyPanel(ProductJob job, int tiles)
{
    constexpr int most = groupTiles<typename S::Vector, vectors>;
    constexpr int lanes = S::Vector::lanes;
    const int groups = (tiles + most - 1) / most;
    for (int group = 0; group < groups; ++group) {
        const int count = tiles / groups + int(group < tiles % groups);
        multiplyGroupOf<S, vectors>(count, job);
        job.transformed += count * (lanes / S::slotChannels);
        job.products += count * lanes;
    }
}

/// `next`: the tiles whose pixels are wanted afterwards.
template <class S>
void multiplyTiles(const PackedConv& conv, const ConvRows& rows, const Layout& layout, TileRange now,
                   TileRange next, float* scratch)
{
    const int places = placeCount(conv.doubled && S::Points::hasMinusOne);
    const int tiles = now.count;
    constexpr int lanes = S::Vector::lanes;
    const std::size_t placeStride = S::placeStride(conv.in, conv.out);
    ProductJob job{};
    job.chunkStride = std::size_t(tiles) * (lanes / S::slotChannels);
    job.vectorStride = std::size_t(tiles) * lanes;
    job.slots = (conv.in + S::slotChannels - 1) / S::slotChannels;
    for (int p = 0; p < places; ++p) {
        prefetchBlocks(conv, rows, now, next, p, places);
        job.transformed = scratch + std::size_t(p) * layout.transformedStride;
        job.products = scratch + layout.products() + std::size_t(p) * layout.productStride;
        job.weights = conv.weights + std::size_t(p) * placeStride;
        for (int left = wholeVectors(conv.out, lanes); left > 0;) {
            const int vectors = panelVectors(left);
            if (vectors == 3)
                multiplyPanel<S, 3>(job, tiles);
            else if (vectors == 2)
                multiplyPanel<S, 2>(job, tiles);
            else
                multiplyPanel<S, 1>(job, tiles);
            job.weights += std::size_t(job.slots * vectors * lanes);
            job.products += std::size_t(vectors) * job.vectorStride;
            left -= vectors;
        }
    }
}

} // namespace
} // namespace enlarger::kernels
