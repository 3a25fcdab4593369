// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace enlarger::train {

/// The JSON files of resources/recipes, put into the program by the build.
extern const std::vector<const char*> builtInRecipeTexts;

} // namespace enlarger::train
