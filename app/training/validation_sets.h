// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_request.h"
#include "core/base/gate.h"
#include "core/train/run/trainer.h"

namespace enlarger::app {

/// The pictures of a request's validation sets, for a network of that scale. Errors: see
/// train::readValidationSet().
Result<std::vector<train::ValidationSet>> readValidationSets(const TrainingRequest& request, int scale,
                                                             Gate& gate);

} // namespace enlarger::app
