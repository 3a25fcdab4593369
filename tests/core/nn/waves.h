// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

#include <numeric>
#include <string>

namespace enlarger::tests {

/// sin(0.37 i + 0.11 i^2 + phase): numbers that any program can make again, to compare with PyTorch.
inline torch::Tensor wave(std::int64_t count, double phase)
{
    const torch::Tensor i = torch::arange(count, torch::TensorOptions(torch::kFloat64));
    return torch::sin(0.37 * i + 0.11 * i * i + phase);
}

/// Fills parameters and singular vectors with waves whose phase is the sum of their name's bytes.
inline void fillWithWaves(torch::nn::Module& module)
{
    const torch::NoGradGuard noGrad;
    const auto fill = [](const std::string& name, torch::Tensor tensor) {
        const double phase = std::accumulate(name.begin(), name.end(), 0.0);
        torch::Tensor values = wave(tensor.numel(), phase).view(tensor.sizes());
        if (name.ends_with("weight_u") || name.ends_with("weight_v"))
            values = values / values.norm();
        else if (tensor.dim() >= 2)
            values = values * std::sqrt(2.0 * double(tensor.size(0)) / double(tensor.numel()));
        else
            values = name.ends_with("bias") ? 0.1 * values : 1.0 + 0.1 * values;
        tensor.copy_(values);
    };
    for (const auto& parameter : module.named_parameters())
        fill(parameter.key(), parameter.value());
    for (const auto& buffer : module.named_buffers())
        if (!buffer.key().ends_with("num_batches_tracked") &&
            buffer.key().find("running") == std::string::npos)
            fill(buffer.key(), buffer.value());
}

/// N x 3 x side x side, 0..1: noise as waves.
inline torch::Tensor wavePictures(int count, int side)
{
    const std::int64_t values = std::int64_t(count) * 3 * side * side;
    const torch::Tensor i = torch::arange(values, torch::TensorOptions(torch::kFloat64));
    return (0.5 + 0.5 * wave(values, 1.0) * torch::cos(0.011 * i)).view({count, 3, side, side});
}

/// N x 3 x side x side, about 0.05 to 0.95: soft gradients and stripes.
inline torch::Tensor softPictures(int count, int side)
{
    const torch::Tensor i = torch::arange(side, torch::TensorOptions(torch::kFloat64));
    const torch::Tensor y = i.view({side, 1});
    const torch::Tensor x = i.view({1, side});
    torch::Tensor pictures = torch::empty({count, 3, side, side}, torch::kFloat64);
    for (int n = 0; n < count; ++n)
        for (int c = 0; c < 3; ++c)
            pictures[n][c] = 0.5 + 0.3 * torch::sin(0.11 * (c + 1) * y + 0.07 * x + n) +
                             0.15 * torch::cos(0.9 * x - 0.4 * (n + 1) * y);
    return pictures;
}

} // namespace enlarger::tests
