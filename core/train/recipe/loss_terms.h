// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

namespace enlarger::train {

// Curves of the terms that every recipe has; those of picture terms are in nn::pictureTerms.
inline constexpr const char* pixelCurve = "pixel";
inline constexpr const char* perceptualCurve = "perceptual";
inline constexpr const char* ganCurve = "gan";
inline constexpr const char* ldlCurve = "ldl";

/// A term of the generator's loss in a recipe. Where its weight is 0 it is not computed, and has no curve.
struct LossTerm
{
    std::string curve; // its name in history.csv, TensorBoard and the line of progress
    std::string key;   // "loss.gan-weight"
    double weight = 0.0;
};

/// All terms that there are, in the order in which people read their curves.
std::vector<LossTerm> lossTerms(const Recipe::Loss& loss);

/// A perceptual loss of a recipe.
struct WeightedPerceptual
{
    nn::PerceptualKind kind = nn::PerceptualKind::Vgg19;
    double weight = 1.0;
    std::string curve;
};

/// loss.perceptual where it has a weight, then those of loss.perceptual-also, where one without a weight
/// has 1. Error: one is unknown, there twice, or has no positive weight.
Result<std::vector<WeightedPerceptual>> perceptualTerms(const Recipe::Loss& loss);

/// "loss.colour-weight".
std::string weightKey(const nn::PictureTermInfo& term);

} // namespace enlarger::train
