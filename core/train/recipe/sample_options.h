// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// How samples are cut and made.
struct SampleOptions
{
    int scale = 4;
    int crop = 128; // side of the HR crop, a multiple of the scale
    bool flips = true;
    bool rotations = true;
    std::string degradation = "bicubic"; // Recipe::Data::degradation; pairs and baked-in LR have their own
    bool degradePairs = false;           // LR of own pairs, by that degradation at its size
    std::uint64_t seed = 1;
    int heldOut = 8; // pictures that are never sampled, but kept for validation
    degrade::DegradationOptions degradationOptions;
};

/// As a recipe wants them.
SampleOptions sampleOptions(const Recipe& recipe);

} // namespace enlarger::train
