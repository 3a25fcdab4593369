// SPDX-License-Identifier: GPL-3.0-or-later
// What the loops over tiles ask of a scheme, the way in which transformed pixels and weights are numbers, and
// the simplest one: floats.
#pragma once

#include "core/kernels/tile_layout.h"
#include "core/kernels/winograd_transforms.h"

namespace enlarger::kernels {
namespace {

/// One vector of output channels of the weights, of one input channel, in all places. `stride`: floats to the
/// next output channel.
template <class V, class Points>
inline void transformKernel(const float* weight, std::size_t stride, int channels, V (&transformed)[6][6])
{
    alignas(64) float taps[9][V::lanes] = {};
    for (int channel = 0; channel < channels; ++channel, weight += stride) {
        for (int tap = 0; tap < 9; ++tap)
            taps[tap][channel] = weight[tap];
    }
    V columns[3][6];
    for (int x = 0; x < 3; ++x) {
        const V column[3] = {V::load(taps[x]), V::load(taps[3 + x]), V::load(taps[6 + x])};
        Points::weights(column, columns[x]);
    }
    for (int y = 0; y < 6; ++y) {
        const V row[3] = {columns[0][y], columns[1][y], columns[2][y]};
        Points::weights(row, transformed[y]);
    }
}

template <class V>
struct FloatScheme
{
    using Vector = V;
    using Points = WholePoints;
    static constexpr int slotChannels = 1; // channels that share 32 bits

    /// Of one tile: how its transformed pixels are kept.
    struct Input
    {
        Input(const Patch& /*patch*/, int /*in*/, float& /*worth*/) {}
        void keep(V transformed, int /*row*/, int /*column*/, float* to) const { transformed.store(to); }
    };

    // Of the products.
    using Sum = V;
    static V weight(const float* from) { return V::load(from); }
    static V slot(const float* from) { return V::all(*from); }
    static void multiplyAdd(V slot, V weight, V& sum) { sum = V::fma(slot, weight, sum); }

    // Of the way back. `channel`: the first one of the vector.
    static V product(const float* from) { return V::load(from); }
    struct Finish
    {
        V bias;
        V operator()(V sum) const { return sum + bias; }
    };
    static Finish finish(const PackedConv& conv, int channel, float /*worth*/)
    {
        return {V::load(conv.bias + channel)};
    }

    static std::size_t packedSize(int in, int out, bool doubled)
    {
        return std::size_t(placeCount(doubled && Points::hasMinusOne)) * std::size_t(in) *
               std::size_t(wholeVectors(out, V::lanes) * V::lanes);
    }

    static void pack(const float* weight, int in, int out, bool doubled, float* packed)
    {
        const bool leavesOut = doubled && Points::hasMinusOne;
        const std::size_t placeSize = packedSize(in, out, doubled) / std::size_t(placeCount(leavesOut));
        const std::size_t stride = std::size_t(in) * 9;
        for (int first = 0; first < out;) {
            const int vectors = panelVectors(wholeVectors(out - first, V::lanes));
            for (int at = 0; at < in * vectors; ++at, packed += V::lanes) {
                const int channel = at / vectors;
                const int begin = first + at % vectors * V::lanes;
                V transformed[6][6];
                transformKernel<V, Points>(weight + std::size_t(begin) * stride + std::size_t(channel) * 9,
                                           stride, out - begin < V::lanes ? out - begin : V::lanes,
                                           transformed);
                for (int y = 0; y < 6; ++y) {
                    for (int x = 0; x < 6; ++x) {
                        if (hasPlace(y, x, leavesOut))
                            transformed[y][x].store(packed + std::size_t(place(y, x, leavesOut)) * placeSize);
                    }
                }
            }
            first += vectors * V::lanes;
        }
    }
};

} // namespace
} // namespace enlarger::kernels
