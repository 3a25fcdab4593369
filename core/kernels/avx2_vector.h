// SPDX-License-Identifier: GPL-3.0-or-later
// For files compiled for AVX2 or AVX-VNNI alone.
#pragma once

#include <immintrin.h>

namespace enlarger::kernels {
namespace {

/// 8 floats.
struct Avx2
{
    static constexpr int lanes = 8;
    static constexpr int accumulators = 12; // of 16 registers

    static Avx2 load(const float* from) { return {_mm256_loadu_ps(from)}; }
    static Avx2 loadFirst(const float* from, int count) { return {_mm256_maskload_ps(from, mask(count))}; }
    static Avx2 all(float value) { return {_mm256_set1_ps(value)}; }
    static Avx2 zero() { return {_mm256_setzero_ps()}; }
    void store(float* to) const { _mm256_storeu_ps(to, v); }
    void storeFirst(float* to, int count) const { _mm256_maskstore_ps(to, mask(count), v); }

    friend Avx2 operator+(Avx2 a, Avx2 b) { return {_mm256_add_ps(a.v, b.v)}; }
    friend Avx2 operator-(Avx2 a, Avx2 b) { return {_mm256_sub_ps(a.v, b.v)}; }
    friend Avx2 operator*(Avx2 a, Avx2 b) { return {_mm256_mul_ps(a.v, b.v)}; }
    friend Avx2 operator/(Avx2 a, Avx2 b) { return {_mm256_div_ps(a.v, b.v)}; }
    static Avx2 fma(Avx2 a, Avx2 b, Avx2 c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
    // Of a NaN and a number, the second.
    static Avx2 min(Avx2 a, Avx2 b) { return {_mm256_min_ps(a.v, b.v)}; }
    static Avx2 max(Avx2 a, Avx2 b) { return {_mm256_max_ps(a.v, b.v)}; }
    static Avx2 rounded(Avx2 a)
    {
        return {_mm256_round_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
    }
    /// a 2^n, n whole and from -126 to 127.
    static Avx2 scaled(Avx2 a, Avx2 n)
    {
        const __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(n.v), _mm256_set1_epi32(127));
        return {_mm256_mul_ps(a.v, _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23)))};
    }

    __m256 v;

private:
    static __m256i mask(int count)
    {
        return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
};

} // namespace
} // namespace enlarger::kernels
