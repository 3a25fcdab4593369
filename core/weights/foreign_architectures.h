// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

namespace enlarger::weights {

/// What tensors that no network of ours has look like, for a message: "a SwinIR network". A wrong name would
/// be worse than none: empty where nobody knows, or two marks do not agree.
std::string foreignArchitecture(const StateDict& tensors);

/// Which network of ours tensors are a part of that no reader takes for one: "SwinIR". Empty where none.
std::string incompleteArchitecture(const StateDict& tensors);

} // namespace enlarger::weights
