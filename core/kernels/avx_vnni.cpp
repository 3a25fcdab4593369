// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX2 with AVX-VNNI: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/avx2_integers.h"
#include "core/kernels/int16_scheme.h"
#include "core/kernels/winograd_tiles.h"

namespace enlarger::kernels {
namespace {

struct VnniProducts
{
    static __m256i multiplyAdd(__m256i slot, __m256i weight, __m256i sum)
    {
        return _mm256_dpwssd_avx_epi32(sum, slot, weight);
    }
};

} // namespace

constinit const KernelSet avxVnniKernels = makeKernelSet<Int16Scheme<Avx2Integers<VnniProducts>>>();

} // namespace enlarger::kernels
#endif
