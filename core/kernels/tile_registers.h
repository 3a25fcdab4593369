// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bf16 by registers that hold matrices (AMX): 16 rows of 64 bytes each.
#pragma once

#include "core/kernels/direct_blocks.h"

namespace enlarger::kernels {
namespace {

/// `Tiles`: eight of these registers, by number. A product adds to 16 x 16 sums that of 16 pixels x 32
/// channels with 32 channels x 16 outputs.
template <class Tiles>
struct TileProducts
{
    static constexpr int groupPixels = 32;
    static constexpr double productsOfTask = 2e7;

    static void begin() { Tiles::configure(); }
    static void end() { Tiles::release(); }

    template <int vectors>
    static void multiply(const GroupJob& job)
    {
        constexpr std::size_t line = 64; // bytes of a row: a slot of the weights, 16 outputs
        const std::size_t pixelBytes = job.pixelSlots * sizeof(float);
        Tiles::template zero<0>();
        Tiles::template zero<2>();
        if constexpr (vectors == 2) {
            Tiles::template zero<1>();
            Tiles::template zero<3>();
        }
        const float* weights = job.weights;
        for (int tap = 0; tap < job.tapCount; ++tap) {
            const float* pixels = job.pixels + job.taps[tap];
            for (int chunk = 0; chunk < job.chunks; ++chunk, pixels += chunkSlots) {
                Tiles::template load<4>(pixels, pixelBytes);
                Tiles::template load<6>(weights, line);
                Tiles::template multiplyAdd<0, 4, 6>();
                Tiles::template load<5>(pixels + 16 * job.pixelSlots, pixelBytes);
                Tiles::template multiplyAdd<2, 5, 6>();
                if constexpr (vectors == 2) {
                    Tiles::template load<7>(weights + vectorSlots, line);
                    Tiles::template multiplyAdd<1, 4, 7>();
                    Tiles::template multiplyAdd<3, 5, 7>();
                }
                weights += vectors * vectorSlots;
            }
        }
        constexpr std::size_t sumBytes = vectors * vectorLanes * sizeof(float);
        float* const lower = job.sums + 16 * vectors * vectorLanes;
        Tiles::template store<0>(job.sums, sumBytes);
        Tiles::template store<2>(lower, sumBytes);
        if constexpr (vectors == 2) {
            Tiles::template store<1>(job.sums + vectorLanes, sumBytes);
            Tiles::template store<3>(lower + vectorLanes, sumBytes);
        }
    }
};

} // namespace
} // namespace enlarger::kernels
