// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace enlarger::image {

/// Integers become floats by one division by their largest value, so that 8 and 16 bits come back exactly
/// when they are multiplied and rounded. Signed values below zero are black.
template <class T>
float sampleToFloat(T value)
{
    if constexpr (sizeof(T) <= 2) {
        const float v = float(value) / float(std::numeric_limits<T>::max());
        return v > 0.0f ? v : 0.0f;
    } else {
        const double v = double(value) / double(std::numeric_limits<T>::max());
        return v > 0.0 ? float(v) : 0.0f;
    }
}

inline float sampleToFloat(float value)
{
    return value;
}

inline float sampleToFloat(double value)
{
    return float(value);
}

/// One row of `pixels`: the first `colours` of `bands` samples, and the one at `alphaBand` unless that is
/// negative.
template <class T>
void rowToFloats(const T* from, std::size_t pixels, int bands, int colours, int alphaBand, float* to)
{
    if (alphaBand < 0 && bands == colours) {
        for (std::size_t i = 0; i < pixels * std::size_t(bands); ++i)
            to[i] = sampleToFloat(from[i]);
        return;
    }
    for (std::size_t i = 0; i < pixels; ++i, from += bands) {
        for (int c = 0; c < colours; ++c)
            *to++ = sampleToFloat(from[c]);
        if (alphaBand >= 0)
            *to++ = sampleToFloat(from[alphaBand]);
    }
}

/// The way back: to 0..most, clamped to 0..1 first, NaN as 0, halves going up. Compilers turn it into minimum
/// and maximum instructions; NaN fails both comparisons.
inline int roundHalfUp(float value, float most)
{
    const float positive = value > 0.0f ? value : 0.0f;
    const float clamped = positive < 1.0f ? positive : 1.0f;
    return int(clamped * most + 0.5f);
}

/// Many at once.
void roundHalfUp(const float* from, std::uint8_t* to, std::size_t count, float most);
void roundHalfUp(const float* from, std::uint16_t* to, std::size_t count, float most);

} // namespace enlarger::image
