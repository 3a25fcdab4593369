// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/recipe_network.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace enlarger::train {

namespace {

nn::Architecture architectureOf(const std::string& word)
{
    for (const nn::ArchitectureNames& one : nn::architectures)
        if (one.recipeWord && word == one.recipeWord)
            return one.architecture;
    throw std::logic_error("nothing stands for a recipe's '" + word + "'");
}

} // namespace

nn::NetworkSpec networkSpec(const Recipe& recipe)
{
    const Recipe::Generator& generator = recipe.generator;
    nn::NetworkSpec spec;
    spec.architecture = architectureOf(generator.architecture);
    spec.scale = generator.scale;
    spec.features = generator.features;
    spec.blocks = generator.blocks;
    spec.growth = generator.growth;
    spec.nearestUpsampling =
        spec.architecture == nn::Architecture::SrResNet && generator.upsampling == "nearest";
    if (spec.architecture == nn::Architecture::RrdbNet && spec.scale <= 2)
        spec.unshuffle = 4 / spec.scale; // BasicSR: x2 and x1 work on an unshuffled picture
    return spec;
}

Status describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe)
{
    const auto names =
        std::ranges::find(nn::architectures, spec.architecture, &nn::ArchitectureNames::architecture);
    if (names == std::end(nn::architectures) || !names->recipeWord)
        return Error{ErrorKind::Unsupported,
                     std::string("networks of the kind ") + nn::architectureName(spec.architecture) +
                         " cannot be trained here",
                     {},
                     {}};
    recipe.generator.architecture = names->recipeWord;
    recipe.generator.scale = spec.scale;
    recipe.generator.features = spec.features;
    recipe.generator.blocks = spec.blocks;
    recipe.generator.growth = spec.growth;
    recipe.generator.upsampling = spec.nearestUpsampling ? "nearest" : "shuffle";
    return {};
}

} // namespace enlarger::train
