// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"

#include <QString>

#include <span>

namespace enlarger::app {

/// How a training does, as far as its curves show it.
enum class Health {
    Unknown,        // there is too little to say
    Learning,       // the best validation is one of the last two
    NotImproving,   // it is further back
    Overfitting,    // the same, while the loss goes on falling: photos are learnt by heart
    WaitingForData, // the network is faster than the photos are read
};

/// Judged over several validations, and over the last quarter of the steps: single points tell nothing.
Health healthOf(std::span<const train::HistoryPoint> history);

/// What to say of it, and what a person can do; empty: nothing.
QString sentenceOf(Health health, std::span<const train::HistoryPoint> history);

} // namespace enlarger::app
