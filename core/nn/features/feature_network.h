// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

#include <vector>

namespace enlarger::nn {

/// A trained network that stays as it is, and by whose activations pictures are compared. Its weights are
/// buffers under torchvision's names, and no numbers (NaN) until they are read from a file. Under autocast it
/// computes in bf16; fp16, which its activations overflow, it does without.
class FeatureNetwork : public torch::nn::Module
{
public:
    /// N x 3 x H x W, RGB, 0..1, to one tensor a layer, with gradient to the pictures.
    std::vector<torch::Tensor> features(const torch::Tensor& pictures);

protected:
    virtual std::vector<torch::Tensor>
    compute(const torch::Tensor& pictures) = 0; // in the weights' dtype, channels-last
};

/// A convolution of such a network.
class FrozenConvImpl : public torch::nn::Module
{
public:
    FrozenConvImpl(int in, int out, int kernel, int stride = 1, int padding = 0);
    torch::Tensor forward(const torch::Tensor& input);

private:
    int m_stride;
    int m_padding;
    torch::Tensor m_weight;
    torch::Tensor m_bias;
};
TORCH_MODULE(FrozenConv);

/// A value for each colour, ready to be computed with N x 3 x H x W.
torch::Tensor perColour(const torch::Tensor& like, double red, double green, double blue);

/// Minus ImageNet's mean, over its standard deviation: what torchvision's weights were trained on.
torch::Tensor imageNetNormalised(const torch::Tensor& pictures);

} // namespace enlarger::nn
