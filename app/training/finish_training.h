// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_plan.h"

namespace enlarger::app {

/// Puts the models of a run that was not stopped into the store (TrainingPlan::modelNames()). What the same
/// run made before is replaced; a model that took its name meanwhile is not. Errors: such a model is there,
/// or a file cannot be read or written.
Status finishTraining(const TrainingPlan& plan, const train::RunResult& result,
                      const models::ModelStore& store);

/// Whether a model of the store is what a run of that command (TrainingRequest::command) has made. Lengths
/// may differ.
bool isMadeBy(const cards::Card& model, const std::string& command);

} // namespace enlarger::app
