// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/feature_network.h"

namespace enlarger::nn {

/// VGG19's first five convolutions, conv1_1 to conv3_1, with each channel scaled to a mean activation of 1
/// and the preprocessing folded into the first one; the border is mirrored. Gives all five, after their ReLU.
/// Keys: features.N.weight and .bias with torchvision's N (0, 2, 5, 7, 10).
class ShallowVgg : public FeatureNetwork
{
public:
    ShallowVgg();

private:
    std::vector<torch::Tensor> compute(const torch::Tensor& pictures) override;

    std::vector<FrozenConv> m_convs;
};

} // namespace enlarger::nn
