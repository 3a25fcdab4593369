// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/train_plan.h"

#include "app/cli/terminal/console.h"
#include "app/cli/train/run_folder.h"
#include "app/cli/train/trained_models.h"
#include "core/infer/features/feature_files.h"
#include "core/models/interpolation.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

/// The faithful partner that learns in a crisp model's place, where the recipe has nothing but pixel losses,
/// which would soften it. Nothing where the model can learn by itself, or has no partner: then `tells` says
/// what happens.
std::optional<CrispPair> taughtThroughPartner(const models::StoredModel& model, const train::Recipe& recipe,
                                              bool tells)
{
    if (!models::isCrisp(model.card) || !recipe.hasPixelLossesAlone())
        return {};
    const std::string& name = model.card.name;
    const std::vector<models::StoredModel> all = models::ModelStore().list();
    const models::StoredModel* partner = models::partnerOf(all, model);
    if (!partner || !models::arePartners(partner->card, model.card)) {
        if (tells)
            printErr(fmt::format("'{}' draws texture, which the recipe '{}' does not reward: the longer it "
                                 "learns, the softer it gets. Begin with a faithful network, or take a "
                                 "recipe with a discriminator.",
                                 name, recipe.name));
        return {};
    }
    if (tells)
        printErr(fmt::format("'{}' draws texture, which the recipe '{}' would soften: so its faithful "
                             "partner '{}' learns, and what it has learnt is added to '{}' in the end.",
                             name, recipe.name, partner->card.name, name));
    return CrispPair{*partner, model};
}

/// A network that took days must not find its name taken at the end, nor spoil another run's folder.
Status checkNameIsFree(const std::string& name)
{
    if (!cards::isModelName(name))
        return Error{ErrorKind::BadInput,
                     fmt::format("'{}' is no name for a model", name),
                     {},
                     "Choose another one with --out: at most 80 letters, digits and . _ + -"};
    std::error_code problem;
    for (const auto& run : std::filesystem::directory_iterator(runsFolder(), problem))
        if (name == models::faithfulNameOf(run.path().filename().string()) &&
            std::filesystem::exists(weightDeltaFile(run.path()), problem) && train::holdsRun(run.path()))
            return Error{ErrorKind::BadInput,
                         fmt::format("'{}' is what the run '{}' makes besides its model", name,
                                     run.path().filename().string()),
                         {},
                         "Choose another name with --out"};
    if (train::holdsRun(runsFolder() / name))
        return Error{ErrorKind::BadInput,
                     fmt::format("there is a run called '{}' already", name),
                     {},
                     fmt::format("Go on with it by --resume {}, or choose another name with --out", name)};
    for (const std::filesystem::path& folder :
         {models::ModelStore::defaultFolder(), models::ModelStore::shippedFolder()})
        if (!folder.empty() && std::filesystem::exists(folder / (name + ".safetensors"), problem))
            return Error{ErrorKind::BadInput,
                         fmt::format("there is a model called '{}' already", name),
                         {},
                         "Choose another name with --out"};
    return {};
}

/// An ancestry is known by its name alone: descendants of a network that is gone would pass for relatives of
/// a new one, and mixing them gives noise.
Status checkNobodyDescendsFrom(const std::string& name)
{
    for (const models::StoredModel& model : models::ModelStore().list())
        if (model.card.name != name && cards::ancestryOf(model.card) == name)
            return Error{ErrorKind::BadInput,
                         fmt::format("'{}' descends from an earlier network called '{}', and would pass for "
                                     "a relative of this one",
                                     model.card.name, name),
                         {},
                         "Choose another name with --out, or remove what descends from it"};
    return {};
}

} // namespace

Result<TrainPlan> planTraining(TrainRequest& request, const device::Device& device, bool isFirst)
{
    train::RunPlan plan;
    std::optional<CrispPair> pair;
    plan.recipe = request.recipe;
    plan.device = device;
    plan.name = request.name;
    plan.minutes = request.minutes;
    plan.featureFolders =
        infer::featureFolders(request.featureFolders, models::ModelStore::defaultFolder().parent_path());
    plan.resume = request.task == TrainRequest::Task::Resume;
    plan.folder = plan.resume ? request.resume : runsFolder() / request.name;
    plan.parentLicence = request.parentLicence;
    plan.parentRole = request.parentRole;
    if (request.parent) {
        pair = taughtThroughPartner(*request.parent, plan.recipe, isFirst);
        const models::StoredModel& model = pair ? pair->faithful : *request.parent;
        plan.from = model.file;
        plan.parent = model.card.name;
        plan.ancestry = cards::ancestryOf(model.card);
        plan.parentLicence = model.card.licence;
        plan.parentRole = model.card.role;
        request.crisp = pair ? pair->crisp.card.name : std::string();
        request.crispLicence = pair ? pair->crisp.card.licence : std::string();
    }
    if (isFirst && !plan.resume)
        for (const std::string& name : namesMadeBy(request))
            if (const Status status = checkNameIsFree(name); !status)
                return status.error();
    if (isFirst && !plan.resume && plan.ancestry.empty())
        if (const Status status = checkNobodyDescendsFrom(plan.name); !status)
            return status.error();
    if (plan.resume) {
        auto recipe = train::recipeOfRun(plan.folder);
        if (!recipe)
            return recipe.error();
        plan.recipe = *std::move(recipe);
    }
    return TrainPlan{std::move(plan), std::move(pair)};
}

} // namespace enlarger::cli
