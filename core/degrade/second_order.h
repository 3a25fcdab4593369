// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/blur_kernel.h"
#include "core/image/pixels/image.h"

namespace enlarger::degrade {

enum class ResizeMode { Area, Bilinear, Bicubic }; // none of the last two smooths before it shrinks

struct Resize
{
    double factor = 1.0;
    ResizeMode mode = ResizeMode::Area;
};

struct Noise
{
    bool isPoisson = false;
    bool isGrey = false;
    double strength = 0.0; // sigma in 1/255, or how much of the Poisson noise
    std::uint64_t seed = 0;
};

/// What was drawn for one order.
struct Order
{
    Blur blur;
    Resize resize;
    Noise noise;
    int quality = 95; // of JPEG
};

/// What was drawn for one picture.
struct SecondOrderDegradation
{
    Order first;
    Order second;
    ResizeMode lastMode = ResizeMode::Area; // of the resize to LR's size
    Blur lastFilter;
    bool jpegLast = false;
    bool sharpened = false; // HR is sharpened first
};

SecondOrderDegradation drawSecondOrder(const SecondOrderOptions& options, Random& random);

/// LR of an RGB picture whose sides are multiples of the scale, rounded to 8 bits.
image::Image degradeTwice(const image::Image& hr, int scale, const SecondOrderDegradation& orders);

} // namespace enlarger::degrade
