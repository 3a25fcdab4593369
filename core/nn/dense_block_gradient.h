// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <array>

namespace enlarger::nn {

/// The parameters of a dense block's five convolutions, and what it computes with.
struct DenseBlockWeights
{
    std::array<torch::Tensor, 5> weights;
    std::array<torch::Tensor, 5> biases;
    torch::Dtype dtype = torch::kFloat32; // of the convolutions; the trunk keeps its own
    double slope = 0.2;                   // of the leaky ReLU
    double residualScale = 0.2;
};

/// A dense block with a backward pass of its own, for training: x + scale x conv5(...). The gradients of the
/// concatenated features are gathered in one tensor, in place, from the last convolution to the first; the
/// general way makes and adds five of them. The same values within rounding. It cannot be differentiated
/// twice.
torch::Tensor denseBlockForTraining(const torch::Tensor& x, const DenseBlockWeights& block);

} // namespace enlarger::nn
