// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <array>

namespace enlarger::degrade {

/// Numbers are drawn evenly from here.
struct Range
{
    double from = 0.0;
    double to = 0.0;
};

/// Chances of the shapes of a blur.
using BlurShapes = std::array<double, 6>;

/// A blur whose kernel has 7, 9 ... or 21 pixels a side.
struct BlurOptions
{
    double chance = 1.0;     // that there is one
    double sincChance = 0.1; // that it is a sinc filter, which rings
    /// Else its shape: Gaussian, generalised Gaussian (which peaks or flattens by beta) and plateau, each
    /// round and then stretched. The chances sum to 1.
    BlurShapes shapes{0.45, 0.25, 0.12, 0.03, 0.12, 0.03};
    Range sigma{0.2, 3.0};           // pixels
    Range generalisedBeta{0.5, 4.0}; // one half of the draws is below 1, one half above
    Range plateauBeta{1.0, 2.0};
};

struct ResizeOptions
{
    double up = 0.2; // chances; what is left keeps the size
    double down = 0.7;
    Range factor{0.15, 1.5}; // down: from..1, up: 1..to; of the size that the order begins with
};

struct NoiseOptions
{
    double gaussian = 0.5;    // chance; else Poisson noise, which grows with the light
    double grey = 0.4;        // chance that all three channels have the same
    Range sigma{1.0, 30.0};   // of the Gaussian, 1/255
    Range poisson{0.05, 3.0}; // how much of it
};

struct OrderOptions
{
    BlurOptions blur;
    ResizeOptions resize;
    NoiseOptions noise;
    Range jpeg{30.0, 95.0}; // quality, 4:2:0
};

/// The second-order model of Real-ESRGAN (section 3 of its paper) with the values of its training: blur,
/// resize, noise and JPEG, twice, and a sinc filter at the end. The second order resizes in relation to the
/// size that LR will have.
struct SecondOrderOptions
{
    OrderOptions first;
    OrderOptions second{{0.8, 0.1, {0.45, 0.25, 0.12, 0.03, 0.12, 0.03}, {0.2, 1.5}, {0.5, 4.0}, {1.0, 2.0}},
                        {0.3, 0.4, {0.3, 1.2}},
                        {0.5, 0.4, {1.0, 25.0}, {0.05, 2.5}},
                        {30.0, 95.0}};
    double finalSinc = 0.8; // chance of the last filter
    double jpegLast = 0.5;  // chance that the second JPEG comes after the last resize and filter
    bool sharpened = false; // LR is made from the sharpened HR, so that it is not too soft for a sharp target
    int context = 400;      // HR pixels a side that are degraded together, where the picture allows
};

/// As a picture comes from a phone or the web: a lens that is a little soft, a small sensor or a shrunk copy,
/// its noise, a touch of sharpening, JPEG. Milder than the second-order model, so that details may stay.
struct PhotoOptions
{
    double blurChance = 0.7;
    Range blur{0.1, 0.6};   // sigma, LR pixels; stretched by up to a half one way
    Range noise{1.0, 6.0};  // sigma, 1/255
    double greyNoise = 0.4; // chance that all three channels have the same
    double sharpenChance = 0.3;
    Range sharpen{0.2, 0.8}; // amount of an unsharp mask of 1 LR pixel
    double jpegChance = 0.95;
    Range jpeg{55.0, 95.0}; // quality, 4:2:0
};

struct DegradationOptions
{
    PhotoOptions photo;
    SecondOrderOptions real;
};

/// What single ranges cannot hold: chances that must sum to 1, and ranges that must hold 1. Names the field
/// of the recipe.
Status check(const DegradationOptions& options);

} // namespace enlarger::degrade
