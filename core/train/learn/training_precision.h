// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// What a recipe's precision means on a device; never Auto.
device::Precision trainingPrecision(const Recipe& recipe, const device::Device& device);

} // namespace enlarger::train
