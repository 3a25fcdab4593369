// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

namespace enlarger::weights {

/// What tensors that no network of ours has look like, for a message: "a SwinIR network". Empty where nobody
/// knows.
std::string foreignArchitecture(const StateDict& tensors);

} // namespace enlarger::weights
