// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_plan.h"

#include "app/training/photo_advice.h"
#include "app/training/run_file.h"
#include "app/training/run_models.h"
#include "core/base/time_text.h"
#include "core/infer/features/feature_files.h"
#include "core/models/interpolation.h"
#include "core/train/history/history_files.h"
#include "core/train/run/run_changes.h"

#include <fmt/format.h>

namespace enlarger::app {

namespace {

/// The faithful partner that learns in a crisp model's place, where the recipe has nothing but pixel losses,
/// which would soften it. Nothing where the model can learn by itself, or has no partner. `notes` say what
/// happens.
std::optional<CrispPair> taughtThroughPartner(const models::StoredModel& model, const train::Recipe& recipe,
                                              const std::vector<models::StoredModel>& all,
                                              std::vector<std::string>& notes)
{
    if (!softens(model.card, recipe))
        return {};
    const std::string& name = model.card.name;
    const models::StoredModel* partner = learnerInPlaceOf(model, recipe, all);
    if (!partner) {
        notes.push_back(fmt::format(
            "'{}' draws texture, which the recipe '{}' does not reward: the longer it is trained, the softer "
            "it gets. Start from a faithful network, or use a recipe with a discriminator.",
            name, recipe.name));
        return {};
    }
    notes.push_back(fmt::format("'{}' draws texture, which the recipe '{}' would soften: so its faithful "
                                "partner '{}' learns, and what it has learnt is added to '{}' at the end.",
                                name, recipe.name, partner->card.name, name));
    return CrispPair{*partner, model};
}

/// The name of the network that learns.
std::string learnerName(const TrainingPlan& plan)
{
    return plan.trainsPartner() ? models::faithfulNameOf(plan.request.name) : plan.request.name;
}

Result<TrainingPlan> planNew(const TrainingRequest& request, const models::ModelStore& store)
{
    TrainingPlan plan;
    plan.request = request;
    auto start = findStart(request, store);
    if (!start)
        return std::move(start).error();
    plan.run.recipe = std::move(start->recipe);
    plan.run.folder = runsFolder(store) / request.name;
    if (start->parent) {
        plan.notes = start->notes;
        std::vector<models::StoredModel> relatives = store.list();
        if (start->partner)
            relatives.push_back(*start->partner);
        plan.pair = taughtThroughPartner(*start->parent, plan.run.recipe, relatives, plan.notes);
        const models::StoredModel& learner = plan.pair ? plan.pair->faithful : *start->parent;
        plan.run.from = learner.file;
        plan.run.parent = learner.card;
        if (plan.pair)
            plan.crisp = plan.pair->crisp.card;
    }
    return plan;
}

/// What was asked for now goes before what the run was begun with.
TrainingRequest completed(TrainingRequest begun, const TrainingRequest& asked,
                          const std::filesystem::path& folder)
{
    begun.resume = folder;
    begun.minutes = asked.minutes;
    begun.changes = asked.changes;
    if (!asked.steps.empty())
        begun.steps = asked.steps;
    begun.tensorBoard |= asked.tensorBoard;
    begun.isCsvWide |= asked.isCsvWide;
    if (!asked.data.empty())
        begun.data = asked.data;
    if (!asked.lrFolder.empty())
        begun.lrFolder = asked.lrFolder;
    if (!asked.featureFolders.empty())
        begun.featureFolders = asked.featureFolders;
    if (!asked.validationSets.empty())
        begun.validationSets = asked.validationSets;
    if (asked.device)
        begun.device = asked.device;
    return begun;
}

/// What a run that was killed had done since its last checkpoint; its curves know. Empty: nothing.
std::string workLost(const std::filesystem::path& folder, std::int64_t checkpoint)
{
    const std::vector<train::HistoryPoint> curves = train::readHistoryCsv(folder / "history.csv");
    std::int64_t last = checkpoint;
    double seconds = 0.0;
    for (const train::HistoryPoint& point : curves) {
        if (point.step <= last || !point.values.contains("seconds per step"))
            continue;
        seconds += point.values.at("seconds per step") * double(point.step - last);
        last = point.step;
    }
    if (last == checkpoint)
        return {};
    return fmt::format("The run had come to step {}, but its last checkpoint is of step {}: the {} between, "
                       "{} of work, {} done again.",
                       last, checkpoint, last == checkpoint + 1 ? "step" : "steps", durationText(seconds),
                       last == checkpoint + 1 ? "is" : "are");
}

Result<TrainingPlan> planResumed(const TrainingRequest& request, const models::ModelStore& store)
{
    TrainingPlan plan;
    plan.run.resume = true;
    plan.run.folder = findRun(*request.resume, store);
    auto file = readRunFile(plan.run.folder, runsFolder(store));
    if (!file)
        return std::move(file).error();
    plan.request = completed(std::move(file->request), request, plan.run.folder);
    if (plan.request.data.empty() || !cards::isModelName(plan.request.name))
        return Error{ErrorKind::BadInput, "the run's description is damaged", runFileOf(plan.run.folder), {}};
    plan.crisp = std::move(file->crisp);
    plan.run.parent = std::move(file->parent);
    auto state = train::stateOfRun(plan.run.folder);
    if (!state)
        return std::move(state).error();
    if (Status status = train::changeRecipe(state->recipe, plan.request.changes); !status)
        return std::move(status).error();
    if (std::string lost = workLost(plan.run.folder, state->step); !lost.empty())
        plan.notes.push_back(std::move(lost));
    plan.request.recipe = plan.run.recipe = std::move(state->recipe);
    return plan;
}

} // namespace

std::vector<std::string> TrainingPlan::modelNames() const
{
    if (!trainsPartner())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

bool softens(const cards::Card& model, const train::Recipe& recipe)
{
    return models::isCrisp(model) && recipe.hasPixelLossesAlone();
}

const models::StoredModel* learnerInPlaceOf(const models::StoredModel& model, const train::Recipe& recipe,
                                            const std::vector<models::StoredModel>& all)
{
    const models::StoredModel* partner =
        softens(model.card, recipe) ? models::partnerOf(all, model) : nullptr;
    return partner && models::arePartners(partner->card, model.card) ? partner : nullptr;
}

train::Recipe recipeFor(const cards::Card& parent, train::Recipe recipe, bool isDegradationChosen)
{
    recipe.generator.scale = parent.scale; // the network is what it is
    const auto learnt = degradationOf(parent);
    if (!isDegradationChosen && learnt && recipe.data.degradation == degrade::DegradationKind::Bicubic)
        recipe.data.degradation = *learnt;
    return recipe;
}

bool isOfTheNetwork(const std::string& field)
{
    for (const char* given : {"architecture", "scale", "features", "blocks", "growth", "upsampling"})
        if (field == std::string("generator.") + given)
            return true;
    return false;
}

Result<TrainingStart> findStart(const TrainingRequest& request, const models::ModelStore& store)
{
    TrainingStart start{{}, {}, request.recipe, {}};
    if (request.from.empty())
        return start;
    auto found = findRunModels(request.from, store);
    if (!found)
        return std::move(found).error();
    start.parent = std::move(found->model);
    start.partner = std::move(found->faithful);
    const cards::Card& card = start.parent->card;
    start.recipe = recipeFor(card, request.recipe, request.isDegradationChosen || !request.lrFolder.empty());
    if (const Status status = train::check(start.recipe); !status)
        return status.error();
    start.notes = start.parent->notes;
    if (const auto degradation = start.recipe.data.degradation;
        degradation != request.recipe.data.degradation)
        start.notes.push_back(
            fmt::format("'{}' has learnt from degraded pictures: so LR is degraded in that way here "
                        "too (data.degradation={}).",
                        card.name, nameOf(degradation)));
    return start;
}

Result<TrainingPlan> planTraining(const TrainingRequest& request, const models::ModelStore& store,
                                  const train::Processes* processes)
{
    auto plan = request.resume ? planResumed(request, store) : planNew(request, store);
    if (!plan)
        return plan;
    const std::string wanted = plan->request.device.value_or("auto");
    plan->request.device = wanted;
    const auto device = device::findDevice(processes ? processes->deviceFor(wanted) : wanted);
    if (!device)
        return device.error();
    train::RunPlan& run = plan->run;
    run.device = *device;
    run.name = learnerName(*plan);
    run.command = plan->request.command;
    run.steps = plan->request.steps;
    run.changes = plan->request.changes;
    run.minutes = plan->request.minutes;
    run.maySmallerBatches = !plan->request.isBatchChosen;
    run.featureFolders = infer::featureFolders(plan->request.featureFolders, store.folder().parent_path());
    if (!run.resume && (!processes || processes->rank() == 0))
        plan->conflict = findNameConflict(plan->modelNames(), run.parent.name.empty(), store);
    return plan;
}

} // namespace enlarger::app
