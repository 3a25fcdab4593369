// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"

#include "core/nn/dense.h"
#include "core/nn/gated_conv.h"
#include "core/nn/network_families.h"

namespace enlarger::nn {

std::shared_ptr<Network> makeNetwork(const NetworkSpec& spec)
{
    check(spec);
    return familyOf(spec.architecture).make(spec);
}

void setPrecision(Network& network, torch::Dtype dtype)
{
    const torch::NoGradGuard noGrad;
    for (const auto& module : network.modules()) {
        if (auto* dense = module->as<DenseImpl>())
            dense->setType(dtype);
        auto* conv = module->as<ConvImpl>();
        if (!conv)
            continue; // normalisations and PReLU slopes stay as they are
        const torch::Dtype wanted = conv->keepsFp32() ? torch::kFloat32 : dtype;
        conv->weight.set_data(conv->weight.to(wanted).contiguous(torch::MemoryFormat::ChannelsLast));
        if (conv->bias.defined())
            conv->bias.set_data(conv->bias.to(wanted));
    }
}

} // namespace enlarger::nn
