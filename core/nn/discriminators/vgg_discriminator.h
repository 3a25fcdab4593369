// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"
#include "core/nn/discriminators/discriminator_parts.h"

namespace enlarger::nn {

/// ESRGAN's: pairs of convolutions, of which the second halves the size, down to 4 x 4, and two dense layers.
/// Keys: convL_0, convL_1, bnL_0 (not of level 0), bnL_1, linear1, linear2.
class VggDiscriminator : public Discriminator
{
public:
    VggDiscriminator(int features, int side);
    int side() const override { return m_side; }

private:
    struct Level
    {
        DiscriminatorConv conv0{nullptr};
        torch::nn::BatchNorm2d bn0{nullptr}; // not of the first level
        DiscriminatorConv conv1{nullptr};
        torch::nn::BatchNorm2d bn1{nullptr};
    };

    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;

    int m_side;
    std::vector<Level> m_levels;
    torch::nn::Linear m_linear1{nullptr};
    torch::nn::Linear m_linear2{nullptr};
};

} // namespace enlarger::nn
