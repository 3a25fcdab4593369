// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

#include <string>
#include <vector>

namespace enlarger::train {

/// Fields that a run may take up with another value when it goes on: rates, batches, the schedule, and how
/// often it validates and saves. All others define what it learns.
std::vector<std::string> changeableFields();

/// Whether the field of "FIELD=VALUE", or of FIELD alone, is one of those.
bool mayChange(const std::string& setting);

/// Sets fields ("FIELD=VALUE") of a run that goes on. Errors: one of them may not change, or the recipe would
/// not be whole.
Status changeRecipe(Recipe& recipe, const std::vector<std::string>& settings);

} // namespace enlarger::train
