// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"
#include "core/weights/state_dict.h"

namespace enlarger::models {

/// ModelStore::add() for a network that lies in no file yet.
Result<StoredModel> addTensors(const ModelStore& store, const weights::StateDict& tensors,
                               const cards::Card& card, bool replace);

} // namespace enlarger::models
