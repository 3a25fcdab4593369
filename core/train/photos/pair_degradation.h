// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/data/lr_degradation.h"

#include <memory>

namespace enlarger::train {

/// The options' degradation, for LR that the data bring; null: that stays as it is (degradesPairs). Error:
/// there is no such degradation.
Result<std::shared_ptr<const LrDegradation>> pairDegradation(const SampleOptions& options);

} // namespace enlarger::train
