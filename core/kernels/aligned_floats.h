// SPDX-License-Identifier: GPL-3.0-or-later
// Memory for the loops of a set of kernels, and how much of it they should take.
#pragma once

#include "core/kernels/kernel_set.h"

#include <memory>
#include <new>

namespace enlarger::kernels {

/// Floats at the beginning of a cache line, which is as wide as the widest vector.
class AlignedFloats
{
public:
    /// At least so many. Their values are lost where it grows.
    float* grown(std::size_t size)
    {
        if (size > m_size) {
            m_floats.reset(static_cast<float*>(::operator new(size * sizeof(float), alignment)));
            m_size = size;
        }
        return m_floats.get();
    }
    float* data() { return m_floats.get(); }

private:
    static constexpr std::align_val_t alignment{64};
    struct Delete
    {
        void operator()(float* floats) const { ::operator delete(floats, alignment); }
    };

    std::unique_ptr<float, Delete> m_floats;
    std::size_t m_size = 0;
};

/// What tiles are transformed to, and their products, stay in the second-level cache of a core, whose other
/// half is for weights and pixels: 1 MiB since Zen 4, 1.25 MiB and more since Ice Lake's servers.
inline constexpr std::size_t scratchLimit = 640 << 10;

inline int tilesOf(int pixels) // of a row or column
{
    return (pixels + tileSide - 1) / tileSide;
}

/// Tiles of a block.
inline int largestBlock(const KernelSet& kernels, int in, int out)
{
    int tiles = 12;
    while (kernels.scratchSize(in, out, tiles + 12) * sizeof(float) <= scratchLimit)
        tiles += 12;
    return tiles;
}

} // namespace enlarger::kernels
