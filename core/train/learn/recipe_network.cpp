// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/recipe_network.h"

#include "core/train/recipe/meaning.h"

namespace enlarger::train {

namespace {

constexpr std::pair<const char*, nn::Architecture> architectures[] = {
    {"RRDBNet", nn::Architecture::RrdbNet},       {"RRDBNet-Keras", nn::Architecture::RrdbNetKeras},
    {"SRResNet", nn::Architecture::SrResNet},     {"MSRResNet", nn::Architecture::MsrResNet},
    {"SRVGGNetCompact", nn::Architecture::Srvgg},
};

} // namespace

nn::NetworkSpec networkSpec(const Recipe& recipe)
{
    const Recipe::Generator& generator = recipe.generator;
    nn::NetworkSpec spec;
    spec.architecture = meaningOf(generator.architecture, architectures);
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

void describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe)
{
    for (const auto& [name, architecture] : architectures)
        if (spec.architecture == architecture)
            recipe.generator.architecture = name;
    recipe.generator.scale = spec.scale;
    recipe.generator.features = spec.features;
    recipe.generator.blocks = spec.blocks;
    recipe.generator.growth = spec.growth;
    recipe.generator.upsampling = spec.nearestUpsampling ? "nearest" : "shuffle";
}

} // namespace enlarger::train
