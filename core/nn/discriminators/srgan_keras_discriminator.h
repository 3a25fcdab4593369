// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"

namespace enlarger::nn {

/// SRGAN's as the Keras SRGAN blog writes it: convolution, leaky ReLU and then batch norm (Keras' momentum of
/// 0.8 and epsilon of 1e-3), a bias in each convolution, and TensorFlow's padding, which halves an even side
/// with a row of zeros at its end alone. Keys as SrganDiscriminator's, and a bias for each convolution.
class SrganKerasDiscriminator : public Discriminator
{
public:
    SrganKerasDiscriminator(int features, int side);
    int side() const override { return m_side; }

private:
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;

    int m_side;
    std::vector<torch::nn::Conv2d> m_convs;
    std::vector<torch::nn::BatchNorm2d> m_norms; // behind the activation of every convolution but the first
    torch::nn::Linear m_dense1{nullptr};
    torch::nn::Linear m_dense2{nullptr};
};

} // namespace enlarger::nn
