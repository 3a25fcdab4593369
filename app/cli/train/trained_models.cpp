// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/trained_models.h"

#include "app/cli/train/run_folder.h"
#include "app/cli/train/trained_card.h"
#include "core/models/interpolation.h"
#include "core/models/weight_delta.h"

#include <algorithm>

namespace enlarger::cli {

namespace {

/// The command that made a model but for --steps or --minutes, which stand at its end.
std::string withoutLength(const std::string& command)
{
    return command.substr(0, std::min(command.rfind(" --steps "), command.rfind(" --minutes ")));
}

} // namespace

std::vector<std::string> namesMadeBy(const TrainRequest& request)
{
    if (request.crisp.empty())
        return {request.name};
    return {request.name, models::faithfulNameOf(request.name)};
}

Status addTrainedModels(const TrainRequest& request, const train::RunPlan& plan,
                        const train::RunResult& result)
{
    const models::ModelStore store;
    const cards::Card card = cardOfRun(request, result);
    // What a run made before, it makes anew; what took its name meanwhile stays. The length may have changed.
    const auto stored = cards::cardFromJson(cards::toJson(card)); // long commands are cut there
    const auto replaces = [&](const std::string& name) {
        const auto known = store.find(name);
        return plan.resume && known && stored && known->card.name == name && !request.command.empty() &&
               withoutLength(known->card.command) == withoutLength(stored->command);
    };
    const auto trained = store.add(result.model, card, replaces(card.name));
    if (!trained || request.crisp.empty())
        return trained ? Status() : trained.error();
    const auto crisp = models::addWeightDelta(store, *trained, weightDeltaFile(plan.folder),
                                              carriedCard(request, card), replaces(request.name));
    return crisp ? Status() : crisp.error();
}

} // namespace enlarger::cli
