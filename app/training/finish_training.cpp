// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/finish_training.h"

#include "app/training/run_file.h"
#include "app/training/run_models.h"
#include "core/models/weight_delta.h"

#include <algorithm>

namespace enlarger::app {

namespace {

/// The command that made a model but for --steps or --minutes, which stand at its end.
std::string withoutLength(const std::string& command)
{
    return command.substr(0, std::min(command.rfind(" --steps "), command.rfind(" --minutes ")));
}

} // namespace

bool isMadeBy(const cards::Card& model, const std::string& command)
{
    cards::Card made;
    made.command = command + " --steps 1";
    const auto stored = cards::cardFromJson(cards::toJson(made)); // long commands are cut there
    return !command.empty() && stored && withoutLength(model.command) == withoutLength(stored->command);
}

Status finishTraining(const TrainingPlan& plan, const train::RunResult& result,
                      const models::ModelStore& store)
{
    const cards::Card& card = result.card;
    // What a run made before, it makes anew; what took its name meanwhile stays. The length may have changed.
    const auto replaces = [&](const std::string& name) {
        const auto known = store.find(name);
        return plan.run.resume && known && known->card.name == name &&
               isMadeBy(known->card, plan.request.command);
    };
    const auto trained = store.add(result.model, card, replaces(card.name));
    if (!trained || !plan.trainsPartner())
        return trained ? Status() : trained.error();
    const auto crisp =
        models::addWeightDelta(store, *trained, weightDeltaFile(plan.run.folder),
                               taughtCard(plan.request.name, card, plan.crisp), replaces(plan.request.name));
    return crisp ? Status() : crisp.error();
}

} // namespace enlarger::app
