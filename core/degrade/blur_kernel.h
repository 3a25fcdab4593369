// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/degrade/options/degradation_options.h"

#include <vector>

namespace enlarger::degrade {

enum class BlurShape {
    Gaussian,
    StretchedGaussian,
    Generalised,
    StretchedGeneralised,
    Plateau,
    StretchedPlateau,
    Sinc,
    None, // a pulse: everything stays as it is
};

/// A blur as it was drawn; kernelOf() makes its weights.
struct Blur
{
    BlurShape shape = BlurShape::None;
    int side = 21;       // pixels, odd
    double sigmaX = 1.0; // pixels, before the turn
    double sigmaY = 1.0;
    double angle = 0.0;  // radians
    double beta = 1.0;   // of the generalised and plateau shapes
    double cutoff = 1.0; // of sinc, radians a pixel
};

Blur drawBlur(const BlurOptions& options, Random& random);
/// The sinc filter that ends the second-order model.
Blur drawFinalSinc(double chance, Random& random);

/// side x side weights in rows, which sum to 1. None is 1 in the middle.
std::vector<float> kernelOf(const Blur& blur);

} // namespace enlarger::degrade
