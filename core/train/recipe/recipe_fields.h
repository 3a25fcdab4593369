// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/field_ref.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// The one list of all fields.
std::vector<FieldRef> fieldRefs(Recipe& recipe);

} // namespace enlarger::train
