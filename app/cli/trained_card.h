// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train_request.h"
#include "core/models/card.h"
#include "core/train/trainer.h"

namespace enlarger::cli {

/// What a model that was just trained says of itself. It inherits the terms of the model that it was trained
/// from.
models::Card trainedCard(const TrainRequest& request, const train::RunResult& result);

/// What the crisp model says of itself to which was added what its faithful partner, of this card, has
/// learnt.
models::Card carriedCard(const TrainRequest& request, const models::Card& faithful);

} // namespace enlarger::cli
