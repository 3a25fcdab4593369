// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"

namespace enlarger::nn {

inline constexpr int srganLayers = 8;
inline constexpr int srganHidden = 1024; // outputs of the first dense layer

/// Throws std::invalid_argument where crops of that side are not for it.
void demandSrganSide(int side);

/// SRGAN's: eight 3 x 3 convolutions, of which every second halves the size, from F to 8 F features, Dense
/// 1024, Dense 1. Keys: conv0 ... conv7, bn1 ... bn7, dense1, dense2.
class SrganDiscriminator : public Discriminator
{
public:
    SrganDiscriminator(int features, int side);
    int side() const override { return m_side; }

private:
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;

    int m_side;
    std::vector<torch::nn::Conv2d> m_convs;
    std::vector<torch::nn::BatchNorm2d> m_norms; // behind every convolution but the first
    torch::nn::Linear m_dense1{nullptr};
    torch::nn::Linear m_dense2{nullptr};
};

} // namespace enlarger::nn
