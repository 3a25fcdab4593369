// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::models {

/// Writes the weight delta (the "task vector" of task arithmetic) from a faithful network to its crisp
/// partner: crisp - faithful, parameter by parameter. Both must have one shape and one ancestry.
///
/// Pixel losses would soften the crisp one. So the partner learns in its place, and in the end
/// addWeightDelta() makes of it a network as crisp as before: crisp + (what the partner has learnt).
Status saveWeightDelta(const StoredModel& faithful, const StoredModel& crisp,
                       const std::filesystem::path& file);

/// Adds the network `faithful` + what that file holds, with this card.
Result<StoredModel> addWeightDelta(const ModelStore& store, const StoredModel& faithful,
                                   const std::filesystem::path& file, const cards::Card& card,
                                   bool replace = false);

} // namespace enlarger::models
