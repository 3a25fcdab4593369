// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX2 and FMA: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/avx2_integers.h"
#include "core/kernels/float_scheme.h"
#include "core/kernels/int16_scheme.h"
#include "core/kernels/weight_gradient_tiles.h"
#include "core/kernels/winograd_tiles.h"

namespace enlarger::kernels {
namespace {

/// The products of AVX2 are summed by an instruction of its own.
struct Avx2Products
{
    static __m256i multiplyAdd(__m256i slot, __m256i weight, __m256i sum)
    {
        return _mm256_add_epi32(sum, _mm256_madd_epi16(slot, weight));
    }
};

} // namespace

constinit const KernelSet avx2Kernels = withGradient<Avx2>(makeKernelSet<FloatScheme<Avx2>>());
constinit const KernelSet avx2Int16Kernels = makeKernelSet<Int16Scheme<Avx2Integers<Avx2Products>>>();

} // namespace enlarger::kernels
#endif
