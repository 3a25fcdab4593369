// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <tiffio.h>

#include <filesystem>

namespace enlarger::tests {

/// How a TIFF stores a picture.
struct MadeTiff
{
    int bits = 16;
    int format = SAMPLEFORMAT_IEEEFP;
    int compression = COMPRESSION_NONE;
    int predictor = 0; // 0: none
    int photometric = PHOTOMETRIC_RGB;
    int alpha = 0; // EXTRASAMPLE_...; 0: the picture has none
    int orientation = 1;
    int rowsPerStrip = 5;
    bool tiled = false; // of 32 x 16
    bool planar = false;
    bool bigEndian = false;
};

/// Writes the values as the made kind of numbers: floats exactly where that has digits enough, integers by
/// their largest.
bool writeTiff(const std::filesystem::path& file, const image::Image& picture, const MadeTiff& made = {});

/// A value as a float of 16, 24, 32 or 64 bits. NaN, infinities and what is smaller than normal numbers too.
std::uint64_t floatBits(double value, int bits);

/// One entry's value, or one of its numbers, in the first directory of a little-endian TIFF of SHORTs.
void patchTiff(image::Bytes& tiff, int tag, std::size_t index, int value);

/// A TIFF around a JPEG file, as the sixth revision of TIFF had it before Technical Note 2.
image::Bytes oldStyleTiff(const image::Bytes& jpeg, int width, int height, int samples);

} // namespace enlarger::tests
