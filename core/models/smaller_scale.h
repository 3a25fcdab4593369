// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::models {

/// Makes of a network that ends in one pixel shuffle (SRVGGNetCompact, SPAN) one of a smaller scale, a
/// divisor of its own: 1 restores without enlarging. Its last convolution gives the means of the squares of
/// pixels that become one, so that the result is exactly the other's, reduced by area; it costs a little
/// less, and is a start for training. Kept in the store under `name` (empty: the model's, with the new
/// scale). Errors: Unsupported for other networks, BadInput for another scale.
Result<StoredModel> withSmallerScale(const ModelStore& store, const StoredModel& model, int scale,
                                     const std::string& name = {}, bool replace = false);

} // namespace enlarger::models
