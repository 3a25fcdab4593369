// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/feature_network.h"

namespace enlarger::nn {

/// SqueezeNet's Fire module: a 1 x 1 convolution that narrows, then a 1 x 1 and a 3 x 3 one side by side.
class FireImpl : public torch::nn::Module
{
public:
    FireImpl(int in, int narrow, int wide);
    torch::Tensor forward(const torch::Tensor& input);

private:
    FrozenConv m_squeeze;
    FrozenConv m_expand1x1;
    FrozenConv m_expand3x3;
};
TORCH_MODULE(Fire);

/// SqueezeNet 1.1 as torchvision has it, without its classifier, in the seven slices of LPIPS. Takes pictures
/// as LPIPS normalises them. Keys: features.0, features.N.squeeze, .expand1x1, .expand3x3.
class SqueezeNet : public FeatureNetwork
{
public:
    SqueezeNet();

    static constexpr int widths[] = {64, 128, 256, 384, 384, 512, 512}; // of the slices

private:
    std::vector<torch::Tensor> compute(const torch::Tensor& pictures) override;

    FrozenConv m_first;
    std::vector<Fire> m_fires;
};

} // namespace enlarger::nn
