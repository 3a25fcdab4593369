// SPDX-License-Identifier: GPL-3.0-or-later
// For files compiled for AVX2 or AVX-VNNI alone.
#pragma once

#include "core/kernels/avx2_vector.h"

namespace enlarger::kernels {
namespace {

/// 8 whole numbers, or 8 pairs of 16 bits. Not __m256i: see Avx512Integers. `Products`: how pairs are
/// multiplied and added.
template <class Products>
struct Avx2Integers
{
    using Floats = Avx2;
    using Vector = int __attribute__((vector_size(32)));

    static Avx2Integers of(__m256i bits) { return {Vector(bits)}; }
    static Avx2Integers zero() { return {Vector{}}; }
    static Avx2Integers load(const float* from) { return {Vector(_mm256_loadu_ps(from))}; }
    static Avx2Integers all(float bits) { return {Vector(_mm256_set1_ps(bits))}; }
    static Avx2Integers rounded(Avx2 a) { return of(_mm256_cvtps_epi32(a.v)); }
    void store(float* to) const { _mm256_storeu_ps(to, __m256(v)); }
    /// As 16 bits each.
    void storeHalves(float* to) const
    {
        const __m256i bits = __m256i(v);
        _mm_storeu_ps(to, _mm_castsi128_ps(_mm_packs_epi32(_mm256_castsi256_si128(bits),
                                                           _mm256_extracti128_si256(bits, 1))));
    }
    Avx2 floats() const { return {_mm256_cvtepi32_ps(__m256i(v))}; }

    static void multiplyAdd(Avx2Integers slot, Avx2Integers weight, Avx2Integers& sum)
    {
        sum = of(Products::multiplyAdd(__m256i(slot.v), __m256i(weight.v), __m256i(sum.v)));
    }
    static Avx2Integers pair(Avx2Integers low, Avx2Integers high)
    {
        return of(_mm256_blend_epi16(__m256i(low.v), _mm256_slli_epi32(__m256i(high.v), 16), 0xAA));
    }

    /// The bits of absolute values, of which those of infinity and NaN are the greatest.
    static Avx2Integers bitsOfSize(Avx2 a)
    {
        return of(_mm256_and_si256(_mm256_castps_si256(a.v), _mm256_set1_epi32(0x7FFFFFFF)));
    }
    static Avx2Integers greater(Avx2Integers a, Avx2Integers b)
    {
        return of(_mm256_max_epi32(__m256i(a.v), __m256i(b.v)));
    }
    float greatestFloat() const
    {
        const __m256i bits = __m256i(v);
        __m128i greatest = _mm_max_epi32(_mm256_castsi256_si128(bits), _mm256_extracti128_si256(bits, 1));
        greatest = _mm_max_epi32(greatest, _mm_shuffle_epi32(greatest, 0x4E));
        greatest = _mm_max_epi32(greatest, _mm_shuffle_epi32(greatest, 0xB1));
        return _mm_cvtss_f32(_mm_castsi128_ps(greatest));
    }

    Vector v;
};

} // namespace
} // namespace enlarger::kernels
