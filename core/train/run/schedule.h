// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// The learning rate at `position` of the run (0 its start, 1 its end) for a rate that is `base` at its
/// height. Milestones and the cosine (SGDR, Loshchilov and Hutter 2017)
/// follow the position, the warm-up counts steps.
double rateAt(const Recipe::Schedule& schedule, double base, double position, std::int64_t step);

} // namespace enlarger::train
