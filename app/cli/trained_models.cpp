// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_models.h"

#include "app/cli/console.h"
#include "app/cli/trained_card.h"
#include "core/models/carry_over.h"
#include "core/models/interpolation.h"

#include <fmt/format.h>

namespace enlarger::cli {

models::StoredModel learnerFor(const models::StoredModel& model, const train::Recipe& recipe,
                               TrainRequest& request, bool tells)
{
    if (!models::isCrisp(model.card) || recipe.hasDiscriminator() || recipe.loss.target == "start")
        return model;
    const std::string& name = model.card.name;
    const std::vector<models::StoredModel> all = models::ModelStore().list();
    const models::StoredModel* partner = models::partnerOf(all, model);
    if (!partner) {
        if (tells)
            printErr(fmt::format(
                "'{}' draws texture, which the recipe '{}' does not reward: the longer it learns, "
                "the softer it gets. Begin with a faithful network, or take a recipe with a "
                "discriminator.",
                name, recipe.name));
        return model;
    }
    request.crisp = name;
    if (tells)
        printErr(fmt::format(
            "'{}' draws texture, which the recipe '{}' would soften: so its faithful partner '{}' "
            "learns, and what it has learnt is added to '{}' in the end.",
            name, recipe.name, partner->card.name, name));
    return *partner;
}

std::vector<std::string> namesMadeBy(const TrainRequest& request)
{
    if (request.crisp.empty())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

Result<models::StoredModel> keepTrained(const TrainRequest& request, const train::RunResult& result,
                                        bool replace)
{
    const models::ModelStore store;
    models::Card card = trainedCard(request, result);
    if (request.crisp.empty())
        return store.keep(result.model, card, replace);
    const auto crisp = store.find(request.crisp);
    if (!crisp)
        return crisp.error();
    const auto before = store.find(result.parent);
    if (!before)
        return before.error();
    card.name = models::faithfulNameOf(request.name);
    const auto after = store.keep(result.model, card, replace);
    if (!after)
        return after;
    return models::carryOver(store, *before, *after, *crisp, carriedCard(request, card, crisp->card),
                             replace);
}

} // namespace enlarger::cli
