// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// PReLU whose slopes stay in fp32 while the features may be narrower. In training in fp32 on a processor its
/// backward pass is one of our own, which cannot be differentiated twice.
torch::Tensor prelu(const torch::nn::PReLU& module, const torch::Tensor& features);

inline torch::nn::PReLU makePrelu(int slopes)
{
    return torch::nn::PReLU(torch::nn::PReLUOptions().num_parameters(slopes));
}

} // namespace enlarger::nn
