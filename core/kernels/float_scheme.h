// SPDX-License-Identifier: GPL-3.0-or-later
// What the loops over tiles ask of a scheme, the way in which transformed pixels and weights are numbers, and
// the simplest one: floats.
#pragma once

#include "core/kernels/tile_layout.h"
#include "core/kernels/winograd_transforms.h"

namespace enlarger::kernels {
namespace {

/// One vector of output channels of the weights, of one input channel, in all places.
template <class V, class Points>
inline void transformKernel(const Weights& weights, int out, int in, V (&transformed)[6][6])
{
    const WeightStrides& strides = weights.strides;
    const int channels = weights.out - out < V::lanes ? weights.out - out : V::lanes;
    const float* first = weights.values + out * strides.out + in * strides.in;
    V taps[9];
    for (int tap = 0; tap < 9; ++tap) {
        const float* weight = first + tap / 3 * strides.row + tap % 3 * strides.column;
        if (strides.out == 1) {
            taps[tap] = V::loadFirst(weight, channels);
            continue;
        }
        alignas(64) float gathered[V::lanes] = {};
        for (int channel = 0; channel < channels; ++channel)
            gathered[channel] = weight[channel * strides.out];
        taps[tap] = V::load(gathered);
    }
    V columns[3][6];
    for (int x = 0; x < 3; ++x) {
        const V column[3] = {taps[x], taps[3 + x], taps[6 + x]};
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

    /// From place to place of the packed weights.
    static std::size_t placeStride(int in, int out)
    {
        return oddLines(std::size_t(in) * std::size_t(wholeVectors(out, V::lanes) * V::lanes));
    }

    static std::size_t packedSize(int in, int out, bool doubled)
    {
        return std::size_t(placeCount(doubled && Points::hasMinusOne)) * placeStride(in, out);
    }

    static void pack(const Weights& weights, bool doubled, float* packed, Share share)
    {
        const bool leavesOut = doubled && Points::hasMinusOne;
        const std::size_t stride = placeStride(weights.in, weights.out);
        const int begin = weights.in * share.number / share.count;
        const int end = weights.in * (share.number + 1) / share.count;
        for (int out = 0; out < weights.out;) {
            const int vectors = panelVectors(wholeVectors(weights.out - out, V::lanes));
            float* to = packed + std::size_t(begin * vectors * V::lanes);
            for (int at = begin * vectors; at < end * vectors; ++at, to += V::lanes) {
                V transformed[6][6];
                transformKernel<V, Points>(weights, out + at % vectors * V::lanes, at / vectors, transformed);
                for (int y = 0; y < 6; ++y) {
                    for (int x = 0; x < 6; ++x) {
                        if (hasPlace(y, x, leavesOut))
                            transformed[y][x].store(to + std::size_t(place(y, x, leavesOut)) * stride);
                    }
                }
            }
            packed += std::size_t(weights.in * vectors * V::lanes);
            out += vectors * V::lanes;
        }
    }
};

} // namespace
} // namespace enlarger::kernels
