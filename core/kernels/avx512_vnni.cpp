// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX-512 with VNNI: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/avx512_vector.h"
#include "core/kernels/int16_scheme.h"
#include "core/kernels/winograd_tiles.h"

namespace enlarger::kernels {
namespace {

/// 16 whole numbers, or 16 pairs of 16 bits. Not __m512i, of 8 long ones: GCC 12 would take sums out of their
/// registers to change their type.
struct Avx512Integers
{
    using Floats = Avx512;
    using Vector = int __attribute__((vector_size(64)));

    static Avx512Integers of(__m512i bits) { return {Vector(bits)}; }
    static Avx512Integers zero() { return {Vector{}}; }
    static Avx512Integers load(const float* from) { return {Vector(_mm512_loadu_ps(from))}; }
    static Avx512Integers all(float bits) { return {Vector(_mm512_set1_ps(bits))}; }
    static Avx512Integers rounded(Avx512 a) { return of(_mm512_cvtps_epi32(a.v)); }
    void store(float* to) const { _mm512_storeu_ps(to, __m512(v)); }
    /// As 16 bits each.
    void storeHalves(float* to) const
    {
        _mm256_storeu_ps(to, _mm256_castsi256_ps(_mm512_cvtsepi32_epi16(__m512i(v))));
    }
    Avx512 floats() const { return {_mm512_cvtepi32_ps(__m512i(v))}; }

    static void multiplyAdd(Avx512Integers slot, Avx512Integers weight, Avx512Integers& sum)
    {
        sum = of(_mm512_dpwssd_epi32(__m512i(sum.v), __m512i(slot.v), __m512i(weight.v)));
    }
    static Avx512Integers pair(Avx512Integers low, Avx512Integers high)
    {
        return of(_mm512_or_si512(_mm512_and_si512(__m512i(low.v), _mm512_set1_epi32(0xFFFF)),
                                  _mm512_slli_epi32(__m512i(high.v), 16)));
    }

    /// The bits of absolute values, of which those of infinity and NaN are the greatest.
    static Avx512Integers bitsOfSize(Avx512 a)
    {
        return of(_mm512_and_si512(_mm512_castps_si512(a.v), _mm512_set1_epi32(0x7FFFFFFF)));
    }
    static Avx512Integers greater(Avx512Integers a, Avx512Integers b)
    {
        return of(_mm512_max_epi32(__m512i(a.v), __m512i(b.v)));
    }
    float greatestFloat() const
    {
        return _mm_cvtss_f32(_mm_castsi128_ps(_mm_cvtsi32_si128(_mm512_reduce_max_epi32(__m512i(v)))));
    }

    Vector v;
};

} // namespace

constinit const KernelSet avx512VnniKernels = makeKernelSet<Int16Scheme<Avx512Integers>>();

} // namespace enlarger::kernels
#endif
