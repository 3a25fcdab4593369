// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// The learning rate at `position` of the run (0 its start, 1 its end) for a rate that is `base` at its
/// height. Milestones and the cosine follow the position, the warm-up counts steps.
///   constant    base
///   milestones  base times `factor` for each milestone passed: PyTorch's MultiStepLR
///   cosine      from base down to `leastRate` along half a cosine, in `cycles` equal cycles that begin at
///               base again: SGDR's warm restarts (Loshchilov and Hutter 2017), whose cycles do not grow here
/// During the first `warmUp` steps it rises to that in equal steps (Goyal et al. 2017).
double rateAt(const Recipe::Schedule& schedule, double base, double position, std::int64_t step);

} // namespace enlarger::train
