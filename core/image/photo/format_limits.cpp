// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/format_limits.h"

namespace enlarger::image {

const FormatLimits& limitsOf(PhotoFormat format)
{
    // JPEG's own limit is 65535; libjpeg stops at 65500. A segment holds 65533 bytes less its own name.
    static const FormatLimits jpeg = {.maxSide = 65500,
                                      .alpha = false,
                                      .iptc = true,
                                      .exif = 65533 - 6,
                                      .xmp = 65533 - 29,
                                      .icc = 255 * (65533 - 14)};
    // A million is what libpng, and with it nearly every program, opens by default.
    static const FormatLimits png = {.maxSide = 1'000'000, .deepBits = 16, .iptc = true};
    static const FormatLimits tiff = {.maxSide = 100'000'000, .deepBits = 16, .iptc = true};
    static const FormatLimits webp = {.maxSide = 16383, .grey = false, .wholePicture = true};
    static const FormatLimits avif = {.maxSide = 65535, .deepBits = 12, .wholePicture = true};
    // Level 5 of JPEG XL, which every decoder must take.
    static const FormatLimits jxl = {
        .maxSide = 262'144, .deepBits = 16, .wholePicture = true, .icc = 4 * 1024 * 1024};
    static const FormatLimits none;
    switch (format) {
    case PhotoFormat::Jpeg:
        return jpeg;
    case PhotoFormat::Png:
        return png;
    case PhotoFormat::Tiff:
        return tiff;
    case PhotoFormat::WebP:
        return webp;
    case PhotoFormat::Avif:
        return avif;
    case PhotoFormat::Jxl:
        return jxl;
    default:
        return none;
    }
}

} // namespace enlarger::image
