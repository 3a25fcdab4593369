// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"
#include "core/train/history/history.h"
#include "core/train/recipe/recipe.h"

#include <optional>
#include <vector>

namespace enlarger::train {

/// What a checkpoint knows beside its tensors. Samples and weights depend on the recipe's seed and the step
/// alone, so that there is no other random state.
struct RunState
{
    Recipe recipe;
    std::string dataSummary;
    cards::Card parent;   // of the model that the run began with: a checkpoint keeps name, licence and role
    std::string ancestry; // of the model that the run makes
    std::string device;   // on which it has trained; empty: a checkpoint of an earlier version
    device::Precision precision = device::Precision::Auto; // what the recipe's precision has meant there

    std::int64_t step = 0;         // steps done
    double position = 0.0;         // in the schedule, 0..1
    double seconds = 0.0;          // trained so far
    std::optional<double> minutes; // that it was to train in all; without: the recipe's steps
    double rateFactor = 1.0;       // halved at each rollback
    int rollbacks = 0;
    std::int64_t bestStep = -1; // of the best validation so far; -1: none
    double bestMetric = 0.0;
    bool startCompares = true;        // the photos of validation are those of the start
    int withoutProgress = 0;          // validations since the best
    std::vector<std::string> changes; // of the recipe when it went on: "data.batch=8 from step 148"
    std::vector<HistoryPoint> history;
};

std::string toJson(const RunState& state);
Result<RunState> runStateFromJson(const std::string& json);

} // namespace enlarger::train
