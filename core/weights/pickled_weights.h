// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_value.h"
#include "core/weights/state_dict.h"

#include <functional>

namespace enlarger::weights {

/// Loads a whole storage as a 1-D tensor of its count and dtype.
using StorageLoader = std::function<torch::Tensor(const PickleStorage&)>;

/// The named tensors of an unpickled object, whose parts lie in `arena`: out of the wrappers that training
/// programs put around a state dict (params_ema, state_dict ...), prefixes still on. Only the storages that
/// these need are loaded; all tensors together may not be larger than a few times the file.
StateDict pickledWeights(const PickleValue& root, const PickleArena& arena, const StorageLoader& load,
                         std::uint64_t fileSize);

} // namespace enlarger::weights
