// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train_request.h"
#include "core/models/model_store.h"
#include "core/train/trainer.h"

#include <optional>

namespace enlarger::cli {

struct CrispPair
{
    models::StoredModel faithful;
    models::StoredModel crisp;
};

/// The faithful partner that learns in a crisp model's place, where the recipe has nothing but pixel losses,
/// which would soften it. Nothing where the model can learn by itself, or has no partner: then `tells` says
/// what happens.
std::optional<CrispPair> taughtThroughPartner(const models::StoredModel& model, const train::Recipe& recipe,
                                              bool tells);

/// What the crisp one has more, in a run's folder: what the partner has learnt in the end is added to it.
std::filesystem::path crispnessFile(const std::filesystem::path& runFolder);

/// The models that a run ends with: NAME, and NAME-faithful where a partner learns.
std::vector<std::string> namesMadeBy(const TrainRequest& request);

/// Puts them into the store.
Status keepTrained(const TrainRequest& request, const train::RunPlan& plan, const train::RunResult& result);

} // namespace enlarger::cli
