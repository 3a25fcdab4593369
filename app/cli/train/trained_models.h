// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train/train_request.h"
#include "core/train/run/trainer.h"

namespace enlarger::cli {

/// The models that a run ends with: NAME, and NAME-faithful where a partner learns
/// (request.crisp).
std::vector<std::string> namesMadeBy(const TrainRequest& request);

/// Puts them into the store.
Status addTrainedModels(const TrainRequest& request, const train::RunPlan& plan,
                        const train::RunResult& result);

} // namespace enlarger::cli
