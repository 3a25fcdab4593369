// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/recipe_network.h"

namespace enlarger::train {

nn::NetworkSpec networkSpec(const Recipe& recipe)
{
    const Recipe::Generator& generator = recipe.generator;
    nn::NetworkSpec spec;
    spec.architecture = generator.architecture;
    spec.scale = generator.scale;
    spec.features = generator.features;
    spec.blocks = generator.blocks;
    spec.growth = generator.growth;
    spec.nearestUpsampling =
        spec.architecture == nn::Architecture::SrResNet && generator.upsampling == Upsampling::Nearest;
    if (spec.architecture == nn::Architecture::RrdbNet && spec.scale <= 2)
        spec.unshuffle = 4 / spec.scale; // BasicSR: x2 and x1 work on an unshuffled picture
    return spec;
}

void describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe)
{
    for (const auto& [architecture, word] : namesOf(spec.architecture)) // others cannot be trained
        if (spec.architecture == architecture)
            recipe.generator.architecture = architecture;
    recipe.generator.scale = spec.scale;
    recipe.generator.features = spec.features;
    recipe.generator.blocks = spec.blocks;
    recipe.generator.growth = spec.growth;
    recipe.generator.upsampling = spec.nearestUpsampling ? Upsampling::Nearest : Upsampling::Shuffle;
}

} // namespace enlarger::train
