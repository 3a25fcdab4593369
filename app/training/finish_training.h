// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_plan.h"

namespace enlarger::app {

/// Puts the models of a run that was not stopped into the store (TrainingPlan::modelNames()). What the same
/// run made before is replaced; a model that took its name meanwhile is not. Errors: such a model is there,
/// or a file cannot be read or written.
Status finishTraining(const TrainingPlan& plan, const train::RunResult& result,
                      const models::ModelStore& store);

} // namespace enlarger::app
