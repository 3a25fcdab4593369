// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/stored_tensor.h"

namespace enlarger::weights {

/// A network's tensors under a key.
struct KeyedTensors
{
    const char* key; // "params_ema"
    const StateDict& tensors;
};

/// {key: {name: tensor}, ...} as PyTorch pickles it (protocol 2): plain dictionaries, each tensor a call of
/// torch._utils._rebuild_tensor_v2 on the storage "0", "1", ... in their order.
std::string pickledStateDicts(const std::vector<KeyedTensors>& dicts, Storage storage);

} // namespace enlarger::weights
