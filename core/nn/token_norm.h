// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// Layer norm over the features of each pixel, in fp32. Its parameters are called weight and bias.
class TokenNormImpl : public torch::nn::Module
{
public:
    explicit TokenNormImpl(int features, double epsilon = 1e-5)
        : m_weight(register_parameter("weight", torch::ones({features})))
        , m_bias(register_parameter("bias", torch::zeros({features})))
        , m_epsilon(epsilon)
    {}

    /// Of the last dimension.
    torch::Tensor forward(const torch::Tensor& tokens)
    {
        return torch::layer_norm(tokens.to(torch::kFloat32), m_weight.sizes(), m_weight, m_bias, m_epsilon);
    }
    /// Of a picture's channels: N x C x H x W.
    torch::Tensor ofPicture(const torch::Tensor& picture)
    {
        return forward(picture.permute({0, 2, 3, 1}).contiguous()).permute({0, 3, 1, 2});
    }

    const torch::Tensor& weight() const { return m_weight; }
    const torch::Tensor& bias() const { return m_bias; }

private:
    torch::Tensor m_weight;
    torch::Tensor m_bias;
    double m_epsilon;
};
TORCH_MODULE(TokenNorm);

} // namespace enlarger::nn
