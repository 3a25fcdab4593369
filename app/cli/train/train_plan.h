// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train/train_request.h"
#include "core/models/model_store.h"
#include "core/train/run/trainer.h"

#include <optional>

namespace enlarger::cli {

/// A crisp model, and its faithful partner that learns in its place.
struct CrispPair
{
    models::StoredModel faithful;
    models::StoredModel crisp;
};

struct TrainPlan
{
    train::RunPlan run;
    std::optional<CrispPair> pair; // of a new run
};

/// What the request comes to: the model to begin with is looked up, and what the end must know of it noted in
/// the request. `isFirst`, of several processes: says what a person should know, and sees that the names are
/// free.
Result<TrainPlan> planTraining(TrainRequest& request, const device::Device& device, bool isFirst);

} // namespace enlarger::cli
