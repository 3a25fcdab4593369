// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/features/dists_vgg16.h"

#include <memory>

namespace enlarger::nn {

/// DISTS (Ding et al. 2020, https://arxiv.org/abs/2004.07728): how differently two pictures look, where
/// textures of one kind count as alike; 0 for equal ones. With x and y the features of both pictures, which
/// are the pictures themselves and those of VGG16's blocks, and j over all their channels:
///
///     1 - sum_j (a_j t(x_j, y_j) + b_j s(x_j, y_j)) / sum_j (a_j + b_j)
///     t = (2 mean x mean y + c) / (mean^2 x + mean^2 y + c),    s = (2 cov xy + c) / (var x + var y + c)
///
/// with c = 1e-6. Keys: features... of VGG16, and alpha and beta, which are learnt.
class Dists : public torch::nn::Module
{
public:
    Dists();

    /// N x 3 x H x W, 0..1; one distance a picture, with gradient to `sr` alone; all of it in fp32, under
    /// autocast too. Throws std::invalid_argument for pictures of two sizes.
    torch::Tensor forward(const torch::Tensor& sr, const torch::Tensor& hr);

    static constexpr int channels = 1475; // of all features

private:
    std::vector<torch::Tensor> featuresOf(const torch::Tensor& pictures);

    std::shared_ptr<DistsVgg16> m_network;
    torch::Tensor m_alpha; // 1 x channels x 1 x 1
    torch::Tensor m_beta;
};

} // namespace enlarger::nn
