// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// A layer that mixes the features of each pixel (torch's Linear): of the last dimension. Computes in its
/// weights' dtype, which the result has. In a GatedForward it passes the gate, and works in pieces where it
/// would take long. Its parameters are called weight and bias, as in every state dict; either may have no
/// elements.
class DenseImpl : public torch::nn::Module
{
public:
    DenseImpl(int in, int out, bool withBias = true);

    torch::Tensor forward(const torch::Tensor& input);
    /// See nn::setPrecision().
    void setType(torch::Dtype dtype);

private:
    torch::Tensor m_weight;
    torch::Tensor m_bias;
};
TORCH_MODULE(Dense);

} // namespace enlarger::nn
