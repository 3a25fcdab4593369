// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"
#include "core/nn/discriminators/discriminator_parts.h"

#include <functional>

namespace enlarger::nn {

/// SRGAN's: eight 3 x 3 convolutions, of which every second halves the size, from F to 8 F features, Dense
/// 1024, Dense 1. Keys: conv0 ... conv7, bn1 ... bn7, dense1, dense2.
class SrganDiscriminator : public Discriminator
{
public:
    SrganDiscriminator(int features, int side);
    int side() const override { return m_side; }

protected:
    using ConvOptions = torch::nn::Conv2dOptions(int in, int out, int stride, bool isFirst);
    using NormOptions = torch::nn::BatchNorm2dOptions(int features);
    /// The same layers with other convolutions and norms.
    SrganDiscriminator(int features, int side, const std::function<ConvOptions>& conv,
                       const std::function<NormOptions>& norm);
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;
    torch::Tensor decide(const torch::Tensor& features); // by the dense layers

    std::vector<DiscriminatorConv> m_convs;
    std::vector<torch::nn::BatchNorm2d> m_norms; // behind every convolution but the first

private:
    int m_side;
    torch::nn::Linear m_dense1{nullptr};
    torch::nn::Linear m_dense2{nullptr};
};

} // namespace enlarger::nn
