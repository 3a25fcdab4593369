// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/learn/batch_loader.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// Changes a batch as a recipe wants it, LR beside HR where it is there. What is drawn is a function of the
/// recipe's seed and of `first`, the number of the batch's first sample. Pictures mix within the batch: each
/// with the one before it, the first with the last.
///     mixup            v a + (1 - v) b, v from Beta(1.2, 1.2) (Zhang et al. 2018)
///     cutmix           a rectangle of 0.7 x the sides comes from b (Yun et al. 2019)
///     cutblur          such a rectangle of LR, or all but it, becomes the bicubic LR of HR (after Yoo et al.
///                      2020): the network learns where there is something to mend. Nothing where LR is
///                      bicubic
///     rgb-permutation  the channels of each picture by themselves in another order
void augment(Batch& batch, const Recipe& recipe, std::uint64_t first);

/// Whether augment() would ever change something.
bool augments(const Recipe& recipe);

} // namespace enlarger::train
