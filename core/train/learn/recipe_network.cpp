// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/recipe_network.h"

#include "core/nn/initial_weights.h"

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
    if (spec.architecture == nn::Architecture::SrResNet) {
        spec.upsampling = generator.upsampling;
        spec.linearOutput = generator.output == GeneratorOutput::Linear;
    }
    spec.span.branches = spec.architecture == nn::Architecture::Span && generator.branches;
    if (spec.architecture == nn::Architecture::RrdbNet && spec.scale <= 2)
        spec.unshuffle = 4 / spec.scale; // BasicSR: x2 and x1 work on an unshuffled picture
    return spec;
}

std::shared_ptr<nn::Network> newNetwork(const Recipe& recipe)
{
    std::shared_ptr<nn::Network> network = nn::makeNetwork(networkSpec(recipe));
    if (recipe.generator.initialWeights == InitialWeights::Keras)
        nn::initialiseAsKeras(*network);
    return network;
}

Status describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe)
{
    const auto words = namesOf(spec.architecture);
    if (!std::ranges::count(words, spec.architecture, &EnumName<nn::Architecture>::value))
        return Error{ErrorKind::Unsupported,
                     std::string("networks of the architecture ") + nn::architectureName(spec.architecture) +
                         " enlarge, and cannot be trained here",
                     {},
                     "Start from a model of RRDBNet, SRResNet, MSRResNet, SRVGGNetCompact or SPAN"};
    recipe.generator.architecture = spec.architecture;
    recipe.generator.scale = spec.scale;
    recipe.generator.features = spec.features;
    recipe.generator.blocks = spec.blocks;
    recipe.generator.growth = spec.growth;
    if (spec.architecture == nn::Architecture::Span)
        recipe.generator.branches = spec.span.branches;
    recipe.generator.upsampling = spec.upsampling;
    recipe.generator.output = spec.linearOutput ? GeneratorOutput::Linear : GeneratorOutput::Tanh;
    return {};
}

} // namespace enlarger::train
