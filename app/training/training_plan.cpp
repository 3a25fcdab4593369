// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_plan.h"

#include "app/training/run_file.h"
#include "core/infer/features/feature_files.h"
#include "core/models/interpolation.h"

#include <fmt/format.h>

namespace enlarger::app {

namespace {

/// The faithful partner that learns in a crisp model's place, where the recipe has nothing but pixel losses,
/// which would soften it. Nothing where the model can learn by itself, or has no partner. `notes` say what
/// happens.
std::optional<CrispPair> taughtThroughPartner(const models::StoredModel& model, const train::Recipe& recipe,
                                              const models::ModelStore& store,
                                              std::vector<std::string>& notes)
{
    if (!models::isCrisp(model.card) || !recipe.hasPixelLossesAlone())
        return {};
    const std::string& name = model.card.name;
    const std::vector<models::StoredModel> all = store.list();
    const models::StoredModel* partner = models::partnerOf(all, model);
    if (!partner || !models::arePartners(partner->card, model.card)) {
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
        plan.notes = start->parent->notes;
        plan.pair = taughtThroughPartner(*start->parent, plan.run.recipe, store, plan.notes);
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
    begun.tensorBoard |= asked.tensorBoard;
    if (!asked.data.empty())
        begun.data = asked.data;
    if (!asked.lrFolder.empty())
        begun.lrFolder = asked.lrFolder;
    if (!asked.featureFolders.empty())
        begun.featureFolders = asked.featureFolders;
    if (asked.device)
        begun.device = asked.device;
    return begun;
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
    auto recipe = train::recipeOfRun(plan.run.folder);
    if (!recipe)
        return std::move(recipe).error();
    plan.request.recipe = plan.run.recipe = *std::move(recipe);
    return plan;
}

} // namespace

std::vector<std::string> TrainingPlan::modelNames() const
{
    if (!trainsPartner())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

Result<TrainingStart> findStart(const TrainingRequest& request, const models::ModelStore& store)
{
    TrainingStart start{{}, request.recipe};
    if (request.from.empty())
        return start;
    auto model = store.find(request.from);
    if (!model)
        return std::move(model).error();
    start.parent = *std::move(model);
    start.recipe.generator.scale = start.parent->card.scale; // the network is what it is
    if (const Status status = train::check(start.recipe); !status)
        return status.error();
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
    run.minutes = plan->request.minutes;
    run.featureFolders = infer::featureFolders(plan->request.featureFolders, store.folder().parent_path());
    if (!run.resume && (!processes || processes->rank() == 0))
        plan->conflict = findNameConflict(plan->modelNames(), run.parent.name.empty(), store);
    return plan;
}

} // namespace enlarger::app
