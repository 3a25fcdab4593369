// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::models {

/// What a faithful network has learnt, added to a crisp one of its ancestry: crisp + (after - before), each
/// parameter. So a network that draws texture learns from pixel losses without being softened by them. The
/// three must have one shape, and `crisp` and `before` one ancestry. Kept in the store with this card.
Result<StoredModel> carryOver(const ModelStore& store, const StoredModel& before, const StoredModel& after,
                              const StoredModel& crisp, const Card& card, bool replace = false);

/// What the faithful half of a crisp model is called where both were trained together: "mine-faithful".
std::string faithfulNameOf(const std::string& crisp);

} // namespace enlarger::models
