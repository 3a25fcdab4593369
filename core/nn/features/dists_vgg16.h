// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/feature_network.h"

namespace enlarger::nn {

/// VGG16 as DISTS has it: torchvision's convolutions, between whose blocks stands L2 pooling, the root of a
/// weighted mean of squares, which does not alias as max pooling does. Gives the features of all five blocks
/// behind their last ReLU; pictures may have any size. Keys: features.N.weight and .bias with torchvision's N
/// (0 to 28).
class DistsVgg16 : public FeatureNetwork
{
public:
    DistsVgg16();

    static constexpr int widths[] = {64, 128, 256, 512, 512}; // of the blocks

private:
    std::vector<torch::Tensor> compute(const torch::Tensor& pictures) override;

    std::vector<std::vector<FrozenConv>> m_blocks;
};

} // namespace enlarger::nn
