// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/initial_weights.h"

#include <torch/nn/init.h>

namespace enlarger::nn {

void initialiseSmall(ConvImpl& conv)
{
    const torch::NoGradGuard noGrad;
    torch::nn::init::kaiming_normal_(conv.weight, 0.0, torch::kFanIn, torch::kReLU);
    conv.weight.mul_(0.1);
    if (conv.bias.defined())
        conv.bias.zero_();
}

} // namespace enlarger::nn
