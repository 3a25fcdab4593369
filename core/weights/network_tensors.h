// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"

#include <string>
#include <vector>

namespace enlarger::weights {

struct TensorShape
{
    std::string name;
    std::vector<std::int64_t> sizes;
};

/// Every tensor that a network of this spec has (num_batches_tracked apart), without making the network: a
/// file is compared with this list before anything of the claimed size is allocated.
std::vector<TensorShape> networkTensors(const nn::NetworkSpec& spec);

} // namespace enlarger::weights
