// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_changes.h"

#include <algorithm>
#include <fmt/ranges.h>

namespace enlarger::train {

std::vector<std::string> changeableFields()
{
    return {"data.batch",          "optimiser.rate",     "optimiser.clip",       "optimiser.accumulate",
            "discriminator.rate",  "schedule.steps",     "schedule.epochs",      "schedule.kind",
            "schedule.milestones", "schedule.factor",    "schedule.cycles",      "schedule.least-rate",
            "schedule.warm-up",    "run.validate-every", "run.checkpoint-every", "run.keep-last",
            "run.keep-every",      "run.patience"};
}

bool mayChange(const std::string& setting)
{
    return std::ranges::count(changeableFields(), setting.substr(0, setting.find('='))) > 0;
}

Status changeRecipe(Recipe& recipe, const std::vector<std::string>& settings)
{
    Recipe changed = recipe;
    for (const std::string& setting : settings) {
        if (Status status = setField(changed, setting); !status)
            return status;
        if (!mayChange(setting))
            return Error{
                ErrorKind::BadInput,
                fmt::format("a run that goes on keeps its {}", setting.substr(0, setting.find('='))),
                {},
                fmt::format("It may change {}; for the rest, start another run from this one's network",
                            fmt::join(changeableFields(), ", "))};
    }
    if (Status status = check(changed); !status)
        return status;
    recipe = std::move(changed);
    return {};
}

} // namespace enlarger::train
