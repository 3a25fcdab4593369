// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/blur_kernel.h"
#include "core/degrade/second_order.h"
#include "core/image/resample/resample.h"

#include <optional>

namespace enlarger::degrade {

/// What was drawn for one picture as from a phone or the web.
struct PhotoSteps
{
    std::optional<Blur> blur;                   // for HR pixels
    image::Kernel kernel = image::Kernel::Area; // that shrinks, smoothing
    Noise noise;
    std::optional<double> sharpen; // amount
    std::optional<int> quality;    // of JPEG
};

PhotoSteps drawPhotoSteps(const PhotoOptions& options, int scale, Random& random);

/// LR of an RGB picture whose sides are multiples of the scale, rounded to 8 bits.
image::Image degradeAsPhoto(const image::Image& hr, int scale, const PhotoSteps& steps);

} // namespace enlarger::degrade
