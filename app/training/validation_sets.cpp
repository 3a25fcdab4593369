// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/validation_sets.h"

#include "core/train/photos/validation_set.h"

namespace enlarger::app {

Result<std::vector<train::ValidationSet>> readValidationSets(const TrainingRequest& request, int scale,
                                                             Gate& gate)
{
    std::vector<train::ValidationSet> sets;
    for (const auto& [name, folder] : request.validationSets) {
        auto pictures = train::readValidationSet(folder, scale, gate);
        if (!pictures)
            return std::move(pictures).error();
        sets.push_back({name, *std::move(pictures)});
    }
    return sets;
}

} // namespace enlarger::app
