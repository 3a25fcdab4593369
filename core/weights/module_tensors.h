// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <string_view>

namespace enlarger::weights {

/// A module's parameters and then its buffers, by their names. They are the module's own, no copies.
std::vector<StateDict::Entry> moduleTensors(const torch::nn::Module& module);

/// Batch norm counts its batches, and thop counts operations and parameters. Neither changes anything that is
/// computed: files may leave them out.
bool isCounter(std::string_view name);

/// thop's alone: "total_ops" and "total_params" of a module.
bool isCounterOfThop(std::string_view name);

/// Copies tensors into the parameters and buffers that have their names behind `prefix`. One that is missing
/// or has another shape is an Error that names it, and the module may then be half changed; what the module
/// does not know is left out.
Status fillModule(torch::nn::Module& module, const StateDict& tensors, const std::string& prefix = {});

} // namespace enlarger::weights
