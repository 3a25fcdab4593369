// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

namespace enlarger::weights {

/// Copies tensors into the parameters and buffers that have their names. One that is missing or has another
/// shape is an Error that names it; what the module does not know is left out.
Status fillModule(torch::nn::Module& module, const StateDict& tensors);

} // namespace enlarger::weights
