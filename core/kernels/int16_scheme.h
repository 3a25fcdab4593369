// SPDX-License-Identifier: GPL-3.0-or-later
// Products of 16-bit integers, two to a slot, summed in 32 bits: twice as many as of floats. `I`: a vector of
// integers of a file compiled for one kind of processor; see kernel_set.h for what must not be used here.
#pragma once

#include "core/kernels/float_scheme.h"

namespace enlarger::kernels {
namespace {

/// What no transformed pixel is greater than, if no pixel is greater than 1: its reciprocal.
struct Scales
{
    constexpr Scales()
    {
        for (int y = 0; y < 6; ++y) {
            for (int x = 0; x < 6; ++x)
                at[y][x] = 1 / (RootPoints::inputSize[y] * RootPoints::inputSize[x]);
        }
    }
    alignas(64) float at[6][6] = {};
};
constexpr Scales relativeScales;

/// Transformed pixels fill 16 bits by the greatest pixel of their tile, and weights by the greatest sum that
/// the products of an output channel could come to, which 32 bits must hold.
template <class I>
class Int16Scheme
{
public:
    using V = typename I::Floats;
    using Vector = V;
    using Points = RootPoints;
    using Sum = I;
    static constexpr int slotChannels = 2;

    /// The pixels of a tile fill 16 bits by their greatest. `worth`: of one, for the way back.
    class Input
    {
    public:
        Input(const Patch& patch, int in, float& worth)
        {
            // A pixel that is not a number makes all of the tile so.
            const float greatest = greatestPixel(patch, in);
            const bool finite = greatest <= 3.4e38f;
            const float scale = finite ? most / (greatest > 1e-30f ? greatest : 1e-30f) : 0;
            worth = finite ? 1 / scale : __builtin_nanf("");
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x)
                    m_scales[y][x] = scale * relativeScales.at[y][x];
            }
        }

        void keep(V transformed, int row, int column, float* to) const
        {
            I::rounded(transformed * V::all(m_scales[row][column])).storeHalves(to);
        }

    private:
        alignas(64) float m_scales[6][6];
    };

    static I weight(const float* from) { return I::load(from); }
    static I slot(const float* from) { return I::all(*from); }
    static void multiplyAdd(I slot, I weight, I& sum) { I::multiplyAdd(slot, weight, sum); }

    static V product(const float* from) { return I::load(from).floats(); }
    struct Finish
    {
        V scale;
        V bias;
        V operator()(V sum) const { return V::fma(sum, scale, bias); }
    };
    static Finish finish(const PackedConv& conv, int channel, float worth)
    {
        const float* scales = conv.weights + scalesAt(conv.in, conv.out);
        return {V::all(worth) * V::load(scales + channel), V::load(conv.bias + channel)};
    }

    static std::size_t placeStride(int in, int out)
    {
        return oddLines(std::size_t((in + 1) / 2) * outputSize(out));
    }

    /// Weights, and behind them what an integer is worth in each output channel.
    static std::size_t packedSize(int in, int out, bool /*doubled*/)
    {
        return scalesAt(in, out) + outputSize(out);
    }

    static void pack(const Weights& weights, bool /*doubled*/, float* packed, Share share)
    {
        float* worth = packed + scalesAt(weights.in, weights.out);
        for (int first = 0; first < weights.out;) {
            const int vectors = panelVectors(wholeVectors(weights.out - first, V::lanes));
            for (int v = 0; v < vectors; ++v) {
                const int out = first + v * V::lanes;
                if (out / V::lanes % share.count != share.number)
                    continue;
                const V scale = scaleOf(weights, out);
                (V::all(1) / scale).store(worth + out);
                packVector(weights, out, scale, packed + v * V::lanes, std::size_t(vectors) * V::lanes);
            }
            packed += std::size_t((weights.in + 1) / 2 * vectors) * V::lanes;
            first += vectors * V::lanes;
        }
    }

private:
    static constexpr float most = 32766; // rounding must not lead beyond 16 bits

    static std::size_t outputSize(int out) { return std::size_t(wholeVectors(out, V::lanes)) * V::lanes; }

    static std::size_t scalesAt(int in, int out)
    {
        return std::size_t(placeCount(false)) * placeStride(in, out);
    }

    static float greatestPixel(const Patch& patch, int in)
    {
        I greatest = I::zero();
        for (const float* row : patch.rows) {
            for (const std::size_t column : patch.columns)
                greatest = greatestOf(greatest, row + column, in);
        }
        return greatest.greatestFloat();
    }

    static I greatestOf(I greatest, const float* pixel, int channels)
    {
        int channel = 0;
        for (; channel + V::lanes <= channels; channel += V::lanes)
            greatest = I::greater(greatest, I::bitsOfSize(V::load(pixel + channel)));
        if (channel < channels)
            greatest = I::greater(greatest, I::bitsOfSize(V::loadFirst(pixel + channel, channels - channel)));
        return greatest;
    }

    static V size(V a) { return V::max(a, V::zero() - a); }

    /// So that no weight is beyond 16 bits, and no sum of products, rounding included, beyond 32.
    static V scaleOf(const Weights& weights, int out)
    {
        V sums[6][6] = {};
        V greatest = V::all(1e-30f);
        for (int channel = 0; channel < weights.in; ++channel) {
            V transformed[6][6];
            transformKernel<V, Points>(weights, out, channel, transformed);
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x) {
                    sums[y][x] = sums[y][x] + size(transformed[y][x]);
                    greatest = V::max(greatest, size(transformed[y][x]));
                }
            }
        }
        V sum = V::all(1e-30f);
        for (const auto& row : sums) {
            for (const V value : row)
                sum = V::max(sum, value);
        }
        const float room = 65530.0f - 0.5f * float(weights.in);
        return V::min(V::all(most) / greatest, V::all(room) / sum);
    }

    static void packVector(const Weights& weights, int out, V scale, float* packed, std::size_t slotStride)
    {
        const std::size_t stride = placeStride(weights.in, weights.out);
        for (int channel = 0; channel < weights.in; channel += 2, packed += slotStride) {
            V even[6][6];
            V odd[6][6] = {};
            transformKernel<V, Points>(weights, out, channel, even);
            if (channel + 1 < weights.in)
                transformKernel<V, Points>(weights, out, channel + 1, odd);
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x) {
                    const I both = I::pair(I::rounded(even[y][x] * scale), I::rounded(odd[y][x] * scale));
                    both.store(packed + std::size_t(place(y, x, false)) * stride);
                }
            }
        }
    }
};

} // namespace
} // namespace enlarger::kernels
