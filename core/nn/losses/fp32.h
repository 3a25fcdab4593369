// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/autocast_off.h"

#include <torch/types.h>

namespace enlarger::nn {

/// What losses compute in, whatever the networks do: fp32, or fp64 where that is given.
inline torch::Tensor fp32(const torch::Tensor& tensor)
{
    return tensor.scalar_type() == torch::kFloat64 ? tensor : tensor.to(torch::kFloat32);
}

} // namespace enlarger::nn
