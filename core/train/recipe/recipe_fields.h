// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"
#include "core/train/recipe/recipe_property.h"

namespace enlarger::train {

/// The one list of all fields, which lie in `recipe`.
std::vector<RecipeProperty> propertiesOf(Recipe& recipe);

} // namespace enlarger::train
