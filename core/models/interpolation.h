// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::models {

/// Network interpolation (ESRGAN, section 3.4): each parameter is (1 - strength) x faithful + strength x
/// crisp. The mixture is kept in the store under `name` (empty: made of both names and the strength). Both
/// must have one shape and one ancestry: networks that were trained apart do not mix. strength 0..1.
Result<StoredModel> interpolate(const ModelStore& store, const StoredModel& faithful,
                                const StoredModel& crisp, double strength, const std::string& name = {},
                                bool replace = false);

/// The common name of the networks that a model mixes with: its card's ancestry, else its own name.
std::string ancestryOf(const Card& card);

} // namespace enlarger::models
