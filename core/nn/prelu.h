// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// PReLU whose slopes stay in fp32 while the features may be narrower.
inline torch::Tensor prelu(const torch::nn::PReLU& module, const torch::Tensor& features)
{
    return torch::prelu(features, module->weight.to(features.scalar_type()));
}

inline torch::nn::PReLU makePrelu(int slopes)
{
    return torch::nn::PReLU(torch::nn::PReLUOptions().num_parameters(slopes));
}

} // namespace enlarger::nn
