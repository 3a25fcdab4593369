// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_models.h"

#include "app/cli/run_folder.h"
#include "app/cli/trained_card.h"
#include "core/models/crispness.h"
#include "core/models/interpolation.h"

namespace enlarger::cli {

std::vector<std::string> namesMadeBy(const TrainRequest& request)
{
    if (request.crisp.empty())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

Status keepTrained(const TrainRequest& request, const train::RunPlan& plan, const train::RunResult& result)
{
    const models::ModelStore store;
    const models::Card card = learnerCard(request, result);
    // What a run made before, it makes anew; what took its name meanwhile stays. The length may have changed.
    models::Card begun = card;
    begun.command = request.command;
    const auto stored = models::cardFromJson(models::toJson(begun)); // long commands are cut there
    const auto replaces = [&](const std::string& name) {
        const auto known = store.find(name);
        if (!plan.resume || !known || !stored || known->card.name != name)
            return false;
        const std::string& command = known->card.command;
        return command.starts_with(stored->command) &&
               (command.size() == stored->command.size() || command[stored->command.size()] == ' ');
    };
    const auto learner = store.keep(result.model, card, replaces(card.name));
    if (!learner || request.crisp.empty())
        return learner ? Status() : learner.error();
    const auto crisp = models::addCrispness(store, *learner, crispnessFile(plan.folder),
                                            carriedCard(request, card), replaces(request.name));
    return crisp ? Status() : crisp.error();
}

} // namespace enlarger::cli
