// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// A convolution whose weight is divided by its largest singular value (as a matrix of outputs x the rest),
/// which one power iteration a forward pass follows while training. The same as torch.nn.utils.spectral_norm,
/// down to the names: weight_orig, weight_u, weight_v. No bias.
class SpectralConvImpl : public torch::nn::Module
{
public:
    explicit SpectralConvImpl(const torch::nn::Conv2dOptions& options);
    torch::Tensor forward(const torch::Tensor& input);

private:
    torch::Tensor normalisedWeight();

    torch::nn::Conv2dOptions m_options;
    torch::Tensor m_weight;
    torch::Tensor m_u; // the left singular vector
    torch::Tensor m_v; // the right one
};
TORCH_MODULE(SpectralConv);

} // namespace enlarger::nn
