// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_plan.h"
#include "core/models/model_store.h"

#include <optional>

namespace enlarger::app {

/// The networks that a run has come to, ended or not.
struct RunModels
{
    models::StoredModel model;                   // that the run was begun for
    std::optional<models::StoredModel> faithful; // its partner, where that learns in its place
};

/// Those of a run that is named by its folder, or by its name among the runs. They lie in the run's folder,
/// where they are written if a checkpoint is newer. Errors: there is no such run, or it cannot be read.
Result<RunModels> modelsOfRun(const std::filesystem::path& run, const models::ModelStore& store);

/// What a person means by a network's name: a model of the store, a file, else a run, of which it is the
/// averaged network so far; only a run's has a `faithful` one. Not found: an Error that lists models and
/// runs.
Result<RunModels> findRunModels(const std::string& name, const models::ModelStore& store);

/// The same, where nothing but the model is wanted.
Result<models::StoredModel> findModel(const std::string& name, const models::ModelStore& store);

/// The networks that a run which goes on has come to now: `write` (see train::RunSinks) puts the one that
/// learns into `folder`, which is made, and the crisp one is made of it where the run is such a one's.
/// Errors: they cannot be written.
Result<RunModels> takeModels(const TrainingPlan& plan, const std::filesystem::path& folder,
                             const train::NetworkWriter& write);

/// What a crisp model of that name says of itself, to which was added what its faithful partner has learnt.
cards::Card taughtCard(const std::string& name, const cards::Card& faithful, const cards::Card& crisp);

} // namespace enlarger::app
