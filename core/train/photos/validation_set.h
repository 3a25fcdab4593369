// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/train/data/sample_source.h"

#include <filesystem>
#include <vector>

namespace enlarger::train {

/// The pictures of an evaluation set, whole: HR in `folder` or its subfolder HR, LR beside them or in its
/// subfolder LR, paired by name (infer::findEvaluationSet); LR is made by MATLAB's bicubic in 8 bits where
/// there is none. Grey ones are read as RGB. Errors: there are none, or one cannot be read or has no partner.
Result<std::vector<Sample>> readValidationSet(const std::filesystem::path& folder, int scale, Gate& gate);

} // namespace enlarger::train
