// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/trained_card.h"

#include "core/base/count_text.h"
#include "core/base/time_text.h"
#include "core/base/version.h"

#include <fmt/format.h>

namespace enlarger::train {

namespace {

std::string figuresOf(const std::map<std::string, double>& validation)
{
    const auto value = [&](const char* name) {
        return validation.contains(name) ? validation.at(name) : 0.0;
    };
    if (validation.empty())
        return {};
    std::string text = fmt::format("held-out crops: {:.2f} dB, SSIM {:.4f}", value("psnr"), value("ssim"));
    if (validation.contains("lpips"))
        text += fmt::format(", LPIPS {:.3f}", value("lpips"));
    return text;
}

/// The plan's command with the length of the run: it may have gone on for longer than it was begun for.
std::string commandOf(const RunPlan& plan, const RunResult& result)
{
    if (plan.command.empty())
        return {};
    if (result.minutes)
        return fmt::format("{} --minutes {:g}", plan.command, *result.minutes);
    return plan.steps.empty() ? plan.command : fmt::format("{} --steps {}", plan.command, plan.steps);
}

} // namespace

cards::Card trainedCard(const RunPlan& plan, const RunState& state, const RunResult& result)
{
    const Recipe& recipe = state.recipe;
    const cards::Card& parent = state.parent;
    cards::Card card;
    card.name = plan.name;
    card.description = recipe.description;
    card.licence = parent.name.empty() ? "GPL-3.0-or-later" : cards::termsOf(parent.name, parent.licence);
    card.source = fmt::format("trained with {} {}{}", programName, programVersion,
                              parent.name.empty() ? "" : ", from " + parent.name);
    // A network from nothing begins one under its name, which may have changed since.
    card.ancestry = parent.name.empty() && !plan.name.empty() ? plan.name : state.ancestry;
    card.created = todayText();
    card.role = recipe.loss.ganWeight > 0.0               ? "crisp"
                : recipe.loss.target == LossTarget::Start ? parent.role
                                                          : "faithful";
    card.recipe = fmt::format("{}, {}", recipe.name, countText(result.selectedStep, "step", "steps"));
    card.data = state.dataSummary;
    card.figures = figuresOf(result.validation);
    card.log = fmt::format("{} of {} crops of {} pixels in {}", countText(result.steps, "step", "steps"),
                           recipe.data.batch * recipe.optimiser.accumulate, recipe.data.crop,
                           durationText(result.seconds));
    for (const std::string& change : state.changes)
        card.log += "; " + change;
    card.command = commandOf(plan, result);
    return card;
}

cards::Card cardSoFar(const RunPlan& plan, const RunState& state)
{
    RunResult result;
    result.steps = result.selectedStep = state.step;
    result.seconds = state.seconds;
    result.minutes = state.minutes;
    result.validation = validationAt(state.history, state.step);
    return trainedCard(plan, state, result);
}

} // namespace enlarger::train
