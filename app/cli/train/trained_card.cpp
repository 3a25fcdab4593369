// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/trained_card.h"

#include "core/models/interpolation.h"
#include "core/train/run/trained_card.h"

#include <fmt/format.h>

namespace enlarger::cli {

cards::Card cardOfRun(const TrainRequest& request, const train::RunResult& result)
{
    cards::Card card = train::trainedCard(result);
    card.name = request.crisp.empty() ? request.name : models::faithfulNameOf(request.name);
    card.command = request.command;
    if (result.minutes)
        card.command += fmt::format(" --minutes {:g}", *result.minutes);
    else if (!request.steps.empty())
        card.command += " --steps " + request.steps;
    return card;
}

cards::Card carriedCard(const TrainRequest& request, const cards::Card& faithful)
{
    cards::Card card = faithful;
    card.name = request.name;
    card.role = "crisp";
    card.licence = cards::termsOfBoth(faithful.licence, cards::termsOf(request.crisp, request.crispLicence));
    card.source = fmt::format("what {} has learnt, added to {}", faithful.name, request.crisp);
    card.figures = {}; // those are the faithful one's
    return card;
}

} // namespace enlarger::cli
