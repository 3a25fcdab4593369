// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_models.h"

#include "app/cli/console.h"
#include "app/cli/trained_card.h"
#include "core/models/crispness.h"
#include "core/models/interpolation.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

/// A faithful model that some relative was made into some day is no partner: it has learnt other things.
bool belongTogether(const models::Card& faithful, const models::Card& crisp)
{
    return faithful.name == models::faithfulNameOf(crisp.name) || faithful.name == models::ancestryOf(crisp);
}

} // namespace

std::optional<CrispPair> taughtThroughPartner(const models::StoredModel& model, const train::Recipe& recipe,
                                              bool tells)
{
    const bool softens =
        recipe.loss.target == "truth" && recipe.loss.perceptualWeight <= 0.0 && !recipe.hasDiscriminator();
    if (!models::isCrisp(model.card) || !softens)
        return {};
    const std::string& name = model.card.name;
    const std::vector<models::StoredModel> all = models::ModelStore().list();
    const models::StoredModel* partner = models::partnerOf(all, model);
    if (!partner || !belongTogether(partner->card, model.card)) {
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

std::filesystem::path crispnessFile(const std::filesystem::path& runFolder)
{
    return runFolder / "crispness.safetensors";
}

std::vector<std::string> namesMadeBy(const TrainRequest& request)
{
    if (request.crisp.empty())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

Status keepTrained(const TrainRequest& request, const train::RunPlan& plan, const train::RunResult& result)
{
    const models::ModelStore store;
    const bool replace = plan.resume; // what a run made before, it makes anew
    models::Card card = trainedCard(request, result);
    if (!request.crisp.empty())
        card.name = models::faithfulNameOf(request.name);
    const auto learner = store.keep(result.model, card, replace);
    if (!learner || request.crisp.empty())
        return learner ? Status() : learner.error();
    const auto crisp = models::addCrispness(store, *learner, crispnessFile(plan.folder),
                                            carriedCard(request, card), replace);
    return crisp ? Status() : crisp.error();
}

} // namespace enlarger::cli
