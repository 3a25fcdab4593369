// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/name_conflict.h"
#include "app/training/training_request.h"
#include "core/models/model_store.h"
#include "core/train/parallel/processes.h"
#include "core/train/run/trainer.h"

#include <optional>

namespace enlarger::app {

/// A crisp model, and its faithful partner that learns in its place.
struct CrispPair
{
    models::StoredModel faithful;
    models::StoredModel crisp;
};

/// What a training comes to: a TrainingFolder is opened for it, train::runTraining() runs it on the data of
/// its request, and finishTraining() makes models of the result.
struct TrainingPlan
{
    TrainingRequest request; // complete, also where a run goes on
    train::RunPlan run;
    cards::Card crisp; // of the crisp model whose faithful partner learns in its place; without a name: none
    std::optional<CrispPair> pair;        // of a new run
    std::vector<std::string> notes;       // what a person should know before: whole sentences
    std::optional<NameConflict> conflict; // such a plan cannot be begun

    bool trainsPartner() const { return !crisp.name.empty(); }
    /// The models that the run ends with: the one that was asked for, and its faithful partner where that
    /// learns.
    std::vector<std::string> modelNames() const;
};

/// A recipe for a run that begins with that model: of its scale; and with LR made as the model has learnt
/// from them, where nobody has chosen how.
train::Recipe recipeFor(const cards::Card& parent, train::Recipe recipe, bool isDegradationChosen);

/// Whether a field describes the network itself, which is given where a run begins with one:
/// "generator.blocks".
bool isOfTheNetwork(const std::string& field);

/// Whether a recipe would soften that model, which draws texture.
bool softens(const cards::Card& model, const train::Recipe& recipe);

/// The faithful partner among `all` that learns in a model's place where the recipe would soften that. Null:
/// the model learns itself.
const models::StoredModel* learnerInPlaceOf(const models::StoredModel& model, const train::Recipe& recipe,
                                            const std::vector<models::StoredModel>& all);

/// What a request begins with.
struct TrainingStart
{
    std::optional<models::StoredModel> parent;  // nothing: from nothing
    std::optional<models::StoredModel> partner; // of a run's crisp network: the faithful one that learnt
    train::Recipe recipe;                       // with the scale of that model, and LR as it knows them
    std::vector<std::string> notes;             // what a person should know: whole sentences
};

/// Looks up the model, or the run, whose network a new run begins with. Errors: there is none of that name,
/// or the recipe does not fit it.
Result<TrainingStart> findStart(const TrainingRequest& request, const models::ModelStore& store);

/// Looks up what the request names: the model to begin with or the run that goes on, the device, the recipe;
/// and whether the names of the new models are free. Of several processes only the first one asks that: the
/// others may come when its run has been begun. Writes nothing. Errors: what is named is not there, or does
/// not go together.
Result<TrainingPlan> planTraining(const TrainingRequest& request, const models::ModelStore& store,
                                  const train::Processes* processes = nullptr);

} // namespace enlarger::app
