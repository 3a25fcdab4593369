// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/feature_network.h"
#include "core/nn/kinds/loss_kinds.h"

#include <optional>
#include <string>

namespace enlarger::nn {

/// VGG19 as torchvision has it, no further than its last wanted layer. Layers are called conv1_1 ... conv5_4.
/// Keys: features.N.weight, features.N.bias, where N counts convolutions, ReLUs and pools.
class Vgg19 : public FeatureNetwork
{
public:
    /// The layers' features come in the order that they are asked for, before or after their ReLU. Throws
    /// std::invalid_argument where there is no such layer, or none is asked for.
    Vgg19(const std::vector<std::string>& layers, bool beforeActivation,
          FeatureInput input = FeatureInput::ImageNet);

    /// torchvision's N: conv5_4 is 34.
    static std::optional<int> indexOf(const std::string& layer);

private:
    struct Step // a convolution, and what is behind it
    {
        FrozenConv conv;
        std::vector<std::size_t> wanted; // places in the result
        bool pools = false;
    };

    std::vector<torch::Tensor> compute(const torch::Tensor& pictures) override;

    std::vector<Step> m_steps;
    std::size_t m_count;
    bool m_beforeActivation;
    FeatureInput m_input;
};

} // namespace enlarger::nn
