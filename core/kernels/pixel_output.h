// SPDX-License-Identifier: GPL-3.0-or-later
// What follows the sums of a convolution: its activation, and what is added.
#pragma once

#include "core/kernels/kernel_set.h"

namespace enlarger::kernels {
namespace {

/// x sigmoid(x), with e^-x from 2^n and a polynomial of degree 6: 1e-7 of the value.
template <class V>
inline V silu(V x)
{
    // Beyond +-87 the powers leave the floats. min and max keep a NaN that stands second.
    const V power = V::max(V::all(-87), V::min(V::all(87), V::zero() - x));
    const V n = V::rounded(power * V::all(1.44269504f));
    V r = V::fma(n, V::all(-0.693359375f), power);
    r = V::fma(n, V::all(2.12194440e-4f), r);
    V sum = V::all(1.0f / 720);
    sum = V::fma(sum, r, V::all(1.0f / 120));
    sum = V::fma(sum, r, V::all(1.0f / 24));
    sum = V::fma(sum, r, V::all(1.0f / 6));
    sum = V::fma(sum, r, V::all(0.5f));
    sum = V::fma(sum, r, V::all(1));
    sum = V::fma(sum, r, V::all(1));
    return x / (V::all(1) + V::scaled(sum, n));
}

/// Sums of a vector of channels, bias included, of so many pixels.
template <class V>
inline void activate(const PackedConv& conv, int channel, V* values, int count)
{
    if (conv.activation == Activation::Prelu) {
        const V slope = V::load(conv.slopes + channel);
#pragma GCC unroll 16
        for (int at = 0; at < count; ++at) // a NaN stays one
            values[at] = V::fma(slope, V::min(V::zero(), values[at]), V::max(V::zero(), values[at]));
    } else if (conv.activation == Activation::Silu) {
        for (int at = 0; at < count; ++at)
            values[at] = silu(values[at]);
    }
}

inline const float* pixelOf(const Addend& addend, int row, int column)
{
    return addend.rows[row] + std::size_t(column) * std::size_t(addend.stride);
}

/// What a convolution's rows add, and how it is written.
template <class V>
struct PixelOutput
{
    explicit PixelOutput(const ConvRows& rows)
        : scale(V::all(rows.scale))
        , firstScale(V::all(rows.first.scale))
        , secondScale(V::all(rows.second.scale))
        , hasFirst(rows.first.rows != nullptr)
        , hasSecond(rows.second.rows != nullptr)
    {}

    /// A vector of channels of a pixel; `left`: how many there are from `channel` on.
    void store(V value, int channel, int left, const float* first, const float* second, float* out) const
    {
        value = scale * value;
        if (left >= V::lanes) {
            if (hasFirst)
                value = V::fma(firstScale, V::load(first + channel), value);
            if (hasSecond)
                value = V::fma(secondScale, V::load(second + channel), value);
            value.store(out + channel);
        } else {
            if (hasFirst)
                value = V::fma(firstScale, V::loadFirst(first + channel, left), value);
            if (hasSecond)
                value = V::fma(secondScale, V::loadFirst(second + channel, left), value);
            value.storeFirst(out + channel, left);
        }
    }

    V scale;
    V firstScale;
    V secondScale;
    bool hasFirst;
    bool hasSecond;
};

} // namespace
} // namespace enlarger::kernels
