// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace enlarger::image {

/// How a TIFF stores its samples, as libtiff hands them out.
struct TiffSamples
{
    int bits = 8;          // 1..64; floats: 16, 24, 32, 64
    bool floating = false; // IEEE 754, the 24 bits as in Adobe's third technical note
    bool negative = false; // integers with a sign
    bool whiteIsZero = false;

    /// `count` samples of a row as floats: integers in 0..1 by their largest value, those below zero as 0;
    /// floats as they are. Where a sample fills whole bytes, these are in the machine's order; others follow
    /// one another from each byte's highest bit on.
    void unpack(const std::uint8_t* from, std::size_t count, float* to) const;
};

} // namespace enlarger::image
