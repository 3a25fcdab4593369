// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// The network that a recipe trains.
nn::NetworkSpec networkSpec(const Recipe& recipe);

/// The same with its initial weights. Throws std::invalid_argument where no such network can be built.
std::shared_ptr<nn::Network> newNetwork(const Recipe& recipe);

/// Writes into the recipe what network it is: where a run begins with a given one. Error: networks of its
/// architecture are loaded, and not trained.
Status describeNetwork(const nn::NetworkSpec& spec, Recipe& recipe);

} // namespace enlarger::train
