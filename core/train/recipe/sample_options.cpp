// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/sample_options.h"

namespace enlarger::train {

SampleOptions sampleOptions(const Recipe& recipe)
{
    SampleOptions options;
    options.scale = recipe.generator.scale;
    options.crop = recipe.data.crop;
    options.flips = recipe.data.flips;
    options.rotations = recipe.data.rotations;
    options.degradation = nameOf(recipe.data.degradation);
    options.degradePairs = recipe.data.degradePairs;
    options.seed = std::uint64_t(recipe.run.seed);
    options.heldOut = recipe.data.heldOut;
    options.degradationOptions = recipe.degradation;
    return options;
}

} // namespace enlarger::train
