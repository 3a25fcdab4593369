// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"
#include "core/train/recipe/recipe.h"

#include <QString>

#include <vector>

namespace enlarger::app {

/// How a training does, as far as its curves show it.
enum class Health {
    Learning,       // the best validation is one of the last two
    NotImproving,   // it is further back
    Overfitting,    // the same, while the loss goes on falling: photos are learnt by heart
    WaitingForData, // the network is faster than the photos are read
    GoesWrong,      // one of train::troublesOf()
};

/// A kind of health, with what to say of it and what a person can do.
struct HealthRow
{
    Health health = Health::Learning;
    QString sentence;

    bool isTrouble() const { return health != Health::Learning; }
    bool operator==(const HealthRow&) const = default;
};

/// Judged over several validations, and over the last quarter of the steps: single points tell nothing. What
/// is worst comes last; empty: there is too little to say.
std::vector<HealthRow> healthOf(const std::vector<train::HistoryPoint>& history, const train::Recipe& recipe);

} // namespace enlarger::app
