// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 by AMX, the matrix units of Intel's Xeons since Sapphire Rapids. Compiled for AVX-512 with
// bf16: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/bf16_rounding.h"
#include "core/kernels/tile_registers.h"

namespace enlarger::kernels {
namespace {

/// The instructions themselves: GCC's intrinsics are macros that take a register's number as a literal, so
/// not from a template, and do not say that memory is read or written.
struct AmxTiles
{
    static void configure()
    {
        struct
        {
            unsigned char palette = 1;
            unsigned char start = 0;
            unsigned char unused[14] = {};
            unsigned short rowBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
            unsigned char rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
        } shapes;
        static_assert(sizeof(shapes) == 64);
        asm volatile("ldtilecfg %0" : : "m"(shapes));
    }
    static void release() { asm volatile("tilerelease"); }

    template <int tile>
    static void zero()
    {
        asm volatile("tilezero %%tmm%c0" : : "i"(tile));
    }
    template <int tile>
    static void load(const void* from, std::size_t stride)
    {
        asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(stride), "i"(tile) : "memory");
    }
    template <int tile>
    static void store(void* to, std::size_t stride)
    {
        asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(stride), "i"(tile) : "memory");
    }
    template <int sum, int pixels, int weights>
    static void multiplyAdd()
    {
        asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(sum), "i"(pixels), "i"(weights));
    }
};

struct AmxScheme : TileProducts<AmxTiles>
{
    using Vector = Avx512;
    static void round(const float* from, int channels, float* slots) { roundToBf16(from, channels, slots); }
};

} // namespace

constinit const DirectKernelSet amxBf16Kernels = makeDirectKernelSet<AmxScheme>();

} // namespace enlarger::kernels
#endif
