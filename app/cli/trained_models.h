// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train_request.h"
#include "core/models/model_store.h"
#include "core/train/trainer.h"

namespace enlarger::cli {

/// Who learns when a run begins from this model. Pixel losses soften a crisp network: they teach its faithful
/// partner in its place, where there is one, and what that has learnt is added to the crisp one in the end
/// (request.crisp). `tells`: says so.
models::StoredModel learnerFor(const models::StoredModel& model, const train::Recipe& recipe,
                               TrainRequest& request, bool tells);

/// The models that a run ends with.
std::vector<std::string> namesMadeBy(const TrainRequest& request);

/// Puts them into the store; the result is the one that was asked for.
Result<models::StoredModel> keepTrained(const TrainRequest& request, const train::RunResult& result,
                                        bool replace);

} // namespace enlarger::cli
