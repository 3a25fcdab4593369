// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/trained_card.h"

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

} // namespace

cards::Card trainedCard(const RunResult& result)
{
    const Recipe& recipe = result.recipe;
    cards::Card card;
    card.description = recipe.description;
    card.licence =
        result.parent.empty() ? "GPL-3.0-or-later" : cards::termsOf(result.parent, result.parentLicence);
    card.source = fmt::format("trained with {} {}{}", programName, programVersion,
                              result.parent.empty() ? "" : ", from " + result.parent);
    card.ancestry = result.ancestry;
    card.created = todayText();
    card.role = recipe.loss.ganWeight > 0.0               ? "crisp"
                : recipe.loss.target == LossTarget::Start ? result.parentRole
                                                          : "faithful";
    card.recipe = fmt::format("{}, {} steps", recipe.name, result.selectedStep);
    card.data = result.dataSummary;
    card.figures = figuresOf(result.validation);
    card.log = fmt::format("{} steps of {} crops of {} pixels in {}", result.steps,
                           recipe.data.batch * recipe.optimiser.accumulate, recipe.data.crop,
                           durationText(result.seconds));
    return card;
}

} // namespace enlarger::train
