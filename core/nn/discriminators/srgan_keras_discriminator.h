// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/srgan_discriminator.h"

namespace enlarger::nn {

/// SRGAN's as the Keras SRGAN blog writes it: convolution, leaky ReLU and then batch norm (Keras' momentum of
/// 0.8 and epsilon of 1e-3), a bias in each convolution, and TensorFlow's padding, which halves an even side
/// with a row of zeros at its end alone. Keys as SrganDiscriminator's, and a bias for each convolution.
class SrganKerasDiscriminator : public SrganDiscriminator
{
public:
    SrganKerasDiscriminator(int features, int side);

private:
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;
};

} // namespace enlarger::nn
