// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"
#include "core/train/run/run_state.h"
#include "core/train/run/trainer.h"

namespace enlarger::train {

/// What a model that a run has made says of itself: `result` needs its steps, its validation and its length.
/// It inherits the terms of the model that the run began with. Its name is the plan's; its architecture and
/// scale are left to whoever reads its tensors.
cards::Card trainedCard(const RunPlan& plan, const RunState& state, const RunResult& result);

/// The same of a run that goes on, or that a crash has ended: of its network at the state's step.
cards::Card cardSoFar(const RunPlan& plan, const RunState& state);

} // namespace enlarger::train
