// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/recipe_network.h"

#include <algorithm>

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

Status describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe)
{
    const auto words = namesOf(spec.architecture);
    if (!std::ranges::count(words, spec.architecture, &EnumName<nn::Architecture>::value))
        return Error{ErrorKind::Unsupported,
                     std::string("networks of the architecture ") + nn::architectureName(spec.architecture) +
                         " cannot be trained here",
                     {},
                     {}};
    recipe.generator.architecture = spec.architecture;
    recipe.generator.scale = spec.scale;
    recipe.generator.features = spec.features;
    recipe.generator.blocks = spec.blocks;
    recipe.generator.growth = spec.growth;
    recipe.generator.upsampling = spec.nearestUpsampling ? Upsampling::Nearest : Upsampling::Shuffle;
    return {};
}

} // namespace enlarger::train
