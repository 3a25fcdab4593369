// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"
#include "core/train/run/trainer.h"

namespace enlarger::train {

/// What a model that a run has made says of itself; name and command are the caller's. It inherits the terms
/// of the model that the run began with.
cards::Card trainedCard(const RunResult& result);

} // namespace enlarger::train
