// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/raster_file.h"

#include <array>

namespace enlarger::image {

/// How a Windows bitmap stores its pixels.
struct BmpHeader
{
    enum Compression { None = 0, Rle8 = 1, Rle4 = 2, BitFields = 3, AlphaBitFields = 6 };

    int width = 0;
    int height = 0;
    bool bottomUp = true;
    int bits = 24; // of a pixel
    int compression = None;
    std::uint64_t pixels = 0;                         // where they begin
    std::array<std::uint32_t, 4> masks{};             // red, green, blue, alpha of 16 and 32 bits; 0: none
    std::vector<std::array<std::uint8_t, 3>> palette; // red, green, blue
    bool greyPalette = false;                         // all entries are
    Resolution resolution;
    Bytes icc;
};

/// Reads and checks all but the pixels.
Result<BmpHeader> readBmpHeader(RasterFile& raster);

} // namespace enlarger::image
