// SPDX-License-Identifier: GPL-3.0-or-later
// For files compiled for AVX-512 alone.
#pragma once

#if defined(__GNUC__) && !defined(__clang__) // GCC 12 takes what its own header leaves open for a mistake
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

namespace enlarger::kernels {
namespace {

/// 16 floats.
struct Avx512
{
    static constexpr int lanes = 16;
    static constexpr int accumulators = 24; // of 32 registers

    static Avx512 load(const float* from) { return {_mm512_loadu_ps(from)}; }
    static Avx512 loadFirst(const float* from, int count)
    {
        return {_mm512_maskz_loadu_ps(mask(count), from)};
    }
    static Avx512 all(float value) { return {_mm512_set1_ps(value)}; }
    static Avx512 zero() { return {_mm512_setzero_ps()}; }
    void store(float* to) const { _mm512_storeu_ps(to, v); }
    void storeFirst(float* to, int count) const { _mm512_mask_storeu_ps(to, mask(count), v); }

    friend Avx512 operator+(Avx512 a, Avx512 b) { return {_mm512_add_ps(a.v, b.v)}; }
    friend Avx512 operator-(Avx512 a, Avx512 b) { return {_mm512_sub_ps(a.v, b.v)}; }
    friend Avx512 operator*(Avx512 a, Avx512 b) { return {_mm512_mul_ps(a.v, b.v)}; }
    friend Avx512 operator/(Avx512 a, Avx512 b) { return {_mm512_div_ps(a.v, b.v)}; }
    static Avx512 fma(Avx512 a, Avx512 b, Avx512 c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
    // Of a NaN and a number, the second.
    static Avx512 min(Avx512 a, Avx512 b) { return {_mm512_min_ps(a.v, b.v)}; }
    static Avx512 max(Avx512 a, Avx512 b) { return {_mm512_max_ps(a.v, b.v)}; }
    static Avx512 rounded(Avx512 a)
    {
        return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
    }
    /// a 2^n, n whole.
    static Avx512 scaled(Avx512 a, Avx512 n) { return {_mm512_scalef_ps(a.v, n.v)}; }

    __m512 v;

    static __mmask16 mask(int count) { return static_cast<__mmask16>((1U << unsigned(count)) - 1U); }
};

} // namespace
} // namespace enlarger::kernels
