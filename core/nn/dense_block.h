// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"
#include "core/nn/network.h"

#include <array>

namespace enlarger::nn {

inline constexpr double leakySlope = 0.2; // of every leaky ReLU in ESRGAN

/// The residual dense block: four convolutions, each of which sees everything before it, and a fifth that
/// gathers. The trunk x keeps its dtype; the convolutions run in theirs.
class DenseBlockImpl : public torch::nn::Module
{
public:
    explicit DenseBlockImpl(const NetworkSpec& spec);
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::Tensor forwardForTraining(const torch::Tensor& x);

    std::array<Conv, 5> m_convs;
    Conv m_conv1x1{nullptr}; // ESRGAN+
    bool m_isKeras; // what a convolution sees is the concatenation of what all earlier ones saw and gave
};
TORCH_MODULE(DenseBlock);

/// The residual-in-residual dense block: three dense blocks and a residual around them.
class RrdbImpl : public torch::nn::Module
{
public:
    explicit RrdbImpl(const NetworkSpec& spec);
    torch::Tensor forward(const torch::Tensor& x);

private:
    std::array<DenseBlock, 3> m_blocks;
};
TORCH_MODULE(Rrdb);

} // namespace enlarger::nn
