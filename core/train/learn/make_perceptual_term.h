// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/nn/discriminators/discriminator.h"
#include "core/train/learn/perceptual_term.h"
#include "core/train/recipe/recipe.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace enlarger::train {

/// A perceptual term of a kind with the recipe's layers and distance, ready on the device. Where the features
/// that it needs are not in the folders, an Error names the ways out: where to get them, and which other
/// terms can be had at once. `discriminator`: the run's, which must outlive the term; null: none.
Result<std::unique_ptr<PerceptualTerm>>
makePerceptualTerm(nn::PerceptualKind kind, const Recipe::Loss& loss,
                   const std::vector<std::filesystem::path>& featureFolders, nn::Discriminator* discriminator,
                   const torch::Device& device);

/// One layer of VGG19 and its share in the loss.
struct LayerWeight
{
    std::string layer;
    double weight = 1.0;

    bool operator==(const LayerWeight&) const = default;
};

/// "conv1_2:0.1,conv5_4": a layer without a weight has 1. What is no layer, twice there or no positive weight
/// is an Error.
Result<std::vector<LayerWeight>> parseLayers(const std::string& text);

} // namespace enlarger::train
