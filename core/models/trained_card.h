// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/card.h"
#include "core/train/trainer.h"

namespace enlarger::models {

/// What a model that a run has made says of itself; name and command are the caller's. It inherits the terms
/// of the model that the run began with.
Card trainedCard(const train::RunResult& result);

} // namespace enlarger::models
