// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <cstdint>
#include <vector>

namespace enlarger::image {

/// Rounds rows of floats to the integers of a file: values are clamped to 0..1, NaN is 0, halves go up.
class RowPacker
{
public:
    /// bits: 8 gives uint8_t, 9 to 16 uint16_t up to 2^bits - 1. `overWhite` lays colours with alpha over
    /// white and drops the alpha.
    RowPacker(int width, int channels, int bits, bool overWhite);

    /// Rows first .. first + count - 1 as integers without padding; they live until the next call.
    const void* pack(const Image& rows, int first, int count);

private:
    int m_width;
    int m_channels;
    int m_bits;
    bool m_overWhite;
    std::vector<float> m_flat; // rows laid over white
    std::vector<std::uint8_t> m_bytes;
    std::vector<std::uint16_t> m_words;
};

} // namespace enlarger::image
