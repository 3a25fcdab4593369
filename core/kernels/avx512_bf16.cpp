// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 by vectors. Compiled for AVX-512 with bf16: see kernel_set.h for what must not be used
// here.
#if defined(__x86_64__)
#include "core/kernels/bf16_rounding.h"
#include "core/kernels/direct_blocks.h"

namespace enlarger::kernels {
namespace {

struct Bf16Scheme
{
    using Vector = Avx512;
    static constexpr double productsOfTask = 3e6;
    static constexpr int groupPixels = 12; // with two vectors of sums each, 24 of 32 registers

    static void round(const float* from, int channels, float* slots) { roundToBf16(from, channels, slots); }
    static void begin() {}
    static void end() {}

    template <int vectors>
    static void multiply(const GroupJob& job)
    {
        __m512 sums[groupPixels][vectors];
#pragma GCC unroll 12
        for (auto& pixel : sums) {
#pragma GCC unroll 2
            for (__m512& sum : pixel)
                sum = _mm512_setzero_ps();
        }
        const float* weights = job.weights;
        const std::size_t stride = job.pixelSlots;
        for (int tap = 0; tap < job.tapCount; ++tap) {
            const float* first = job.pixels + job.taps[tap];
            for (int slot = 0; slot < job.chunks * chunkSlots; ++slot, ++first) {
                __m512bh weight[vectors];
                const float* now =
                    weights + slot / chunkSlots * vectors * vectorSlots + slot % chunkSlots * 16;
#pragma GCC unroll 2
                for (int v = 0; v < vectors; ++v)
                    weight[v] = __m512bh(_mm512_loadu_ps(now + v * vectorSlots));
#pragma GCC unroll 12
                for (int p = 0; p < groupPixels; ++p) {
                    const __m512bh pixel = __m512bh(_mm512_set1_ps(first[std::size_t(p) * stride]));
#pragma GCC unroll 2
                    for (int v = 0; v < vectors; ++v)
                        sums[p][v] = _mm512_dpbf16_ps(sums[p][v], pixel, weight[v]);
                }
            }
            weights += job.chunks * vectors * vectorSlots;
        }
#pragma GCC unroll 12
        for (int p = 0; p < groupPixels; ++p) {
#pragma GCC unroll 2
            for (int v = 0; v < vectors; ++v)
                _mm512_storeu_ps(job.sums + (p * vectors + v) * vectorLanes, sums[p][v]);
        }
    }
};

} // namespace

constinit const DirectKernelSet avx512Bf16Kernels = makeDirectKernelSet<Bf16Scheme>();

} // namespace enlarger::kernels
#endif
