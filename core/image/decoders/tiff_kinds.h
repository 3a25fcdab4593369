// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/metadata/tiff_header.h"

namespace enlarger::image {

/// Who reads a TIFF's pixels.
enum class TiffRoute {
    Vips,      // libvips
    Samples,   // our own reader, sample by sample: the depths that libvips does not know
    Converted, // our own reader, from libtiff's conversion to 8-bit RGB: old-style JPEG, other YCbCr
};

/// "JPEG 2000"; "number 4711" where it has no name here.
std::string compressionName(int compression);

/// The way to read a TIFF of this header. Error Unsupported, which names the kind, where there is none.
Result<TiffRoute> tiffRoute(const TiffHeader& header, const std::filesystem::path& file);

/// Which of a pixel's `bands` samples is alpha, where the first `colours` are colours and `extras` says what
/// the others are; negative: none. Some programs do not announce their alpha: then it is the next one.
int alphaBand(const std::vector<int>& extras, int colours, int bands);

} // namespace enlarger::image
