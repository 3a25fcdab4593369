// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train/train_request.h"
#include "core/cards/card.h"
#include "core/train/run/trainer.h"

namespace enlarger::cli {

/// What the network that has learnt says of itself: the model that was asked for, or its faithful partner.
cards::Card cardOfRun(const TrainRequest& request, const train::RunResult& result);

/// What the crisp model says of itself to which was added what its faithful partner, of this card, has
/// learnt.
cards::Card carriedCard(const TrainRequest& request, const cards::Card& faithful);

} // namespace enlarger::cli
