// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/network_plans.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"

#include <cmath>
#include <memory>
#include <vector>

namespace enlarger::tests {

/// A small network of random weights, as large as those of a trained one.
inline std::shared_ptr<nn::Network> networkOf(const nn::NetworkSpec& spec)
{
    torch::manual_seed(3);
    auto network = nn::makeNetwork(spec);
    const torch::NoGradGuard noGrad;
    for (auto& parameter : network->named_parameters())
        if (parameter.key().ends_with("bias"))
            parameter.value().uniform_(-0.1,
                                       0.1); // some begin at 0, and would hide what is done beyond the border
        else if (parameter.value().dim() == 4)
            parameter.value().normal_(0.0, 0.7 / std::sqrt(double(parameter.value()[0].numel())));
    for (auto& buffer : network->named_buffers()) // what batch norms have learnt
        if (buffer.key().ends_with("running_mean"))
            buffer.value().uniform_(-0.1, 0.1);
        else if (buffer.key().ends_with("running_var"))
            buffer.value().uniform_(0.5, 1.5);
    network->eval();
    return network;
}

/// Those that one way through the code of a plan each needs.
inline std::vector<nn::SelfCheckSpec> specs()
{
    std::vector<nn::SelfCheckSpec> all;
    for (const nn::NetworkFamily& family : nn::networkFamilies())
        if (infer::hasRowPlan(family.architecture))
            all.insert(all.end(), family.selfCheckSpecs.begin(), family.selfCheckSpecs.end());
    const nn::NetworkSpec small{.features = 8, .blocks = 1, .growth = 4};
    const auto with = [&](auto change) {
        nn::NetworkSpec spec = small;
        change(spec);
        return spec;
    };
    all.push_back({"RRDBNet x1", with([](auto& spec) { spec.scale = 1; })});
    all.push_back({"RRDBNet x16", with([](auto& spec) {
                       spec.scale = 16;
                       spec.features = 4;
                   })});
    all.push_back({"SRVGG x3, colours from grey", with([](auto& spec) {
                       spec.architecture = nn::Architecture::Srvgg;
                       spec.inChannels = 1;
                       spec.scale = 3;
                   })});
    all.push_back({"MSRResNet x2, colours from grey", with([](auto& spec) {
                       spec.architecture = nn::Architecture::MsrResNet;
                       spec.inChannels = 1;
                       spec.scale = 2;
                   })});
    return all;
}

inline int roundedUp(int value, int multiple)
{
    return (value + multiple - 1) / multiple * multiple;
}

} // namespace enlarger::tests
