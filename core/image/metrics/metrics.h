// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"

namespace enlarger::image {

/// How near a picture is to the true one. PSNR in dB with peak 255 (infinite for equal pictures); SSIM up
/// to 1.
struct Quality
{
    double psnrRgb = 0.0;
    double ssimRgb = 0.0;
    double psnrY = 0.0;
    double ssimY = 0.0;
};

/// Measures as the papers do: both clamped and rounded to 8 bits, `crop` pixels cut off each side, Y of
/// BT.601 in 16..235 not rounded, SSIM with an 11 x 11 Gaussian of sigma 1.5, valid part, mean over channels.
/// Grey pictures count as RGB with equal channels, alpha does not count. Both must have one size; pictures
/// smaller than 11 x 11 after the crop have no SSIM and are refused.
Result<Quality> compare(const Image& sr, const Image& hr, int crop);

} // namespace enlarger::image
