// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/squeezenet.h"

#include <memory>

namespace enlarger::nn {

/// LPIPS v0.1 on SqueezeNet: how differently two pictures look, 0 for equal ones. Keys: features... of
/// SqueezeNet, and lin0.model.1.weight ... lin6.model.1.weight.
class Lpips : public torch::nn::Module
{
public:
    Lpips();

    /// N x 3 x H x W, 0..1, sides of at least leastSide; one distance a picture, in fp32, with gradient to
    /// `sr` alone.
    torch::Tensor forward(const torch::Tensor& sr, const torch::Tensor& hr);

    /// What the seven slices add to it, each N.
    std::vector<torch::Tensor> terms(const torch::Tensor& sr, const torch::Tensor& hr);

    static constexpr int leastSide = 17; // smaller ones have nothing left to pool

private:
    std::shared_ptr<SqueezeNet> m_network;
    std::vector<torch::Tensor> m_weights; // 1 x C x 1 x 1 each
};

} // namespace enlarger::nn
