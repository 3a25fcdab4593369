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

void initialiseAsKeras(torch::nn::Module& network)
{
    const torch::NoGradGuard noGrad;
    for (const auto& parameter : network.named_parameters()) {
        torch::Tensor values = parameter.value();
        if (values.dim() >= 2)
            torch::nn::init::xavier_uniform_(values);
        else if (parameter.key().ends_with("bias"))
            values.zero_();
    }
    for (const auto& module : network.modules())
        if (auto* slopes = module->as<torch::nn::PReLUImpl>())
            slopes->weight.zero_();
}

} // namespace enlarger::nn
