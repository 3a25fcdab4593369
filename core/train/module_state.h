// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

namespace enlarger::train {

/// All parameters and buffers of a module, under prefix + its own names.
void saveModule(weights::StateDict& state, const std::string& prefix, const torch::nn::Module& module);

/// False where one is missing or has another shape; the module may then be half changed.
bool loadModule(const weights::StateDict& state, const std::string& prefix, torch::nn::Module& module);

} // namespace enlarger::train
