// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/stored_tensor.h"

namespace enlarger::weights {

/// {'params_ema': {name: tensor}} as PyTorch pickles it (protocol 2): plain dictionaries, each tensor a call
/// of torch._utils._rebuild_tensor_v2 on the storage "0", "1", ... in the order of `tensors`.
std::string pickledStateDict(const StateDict& tensors, Storage storage);

} // namespace enlarger::weights
