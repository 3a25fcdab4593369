// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"

#include <array>
#include <string>

namespace enlarger::nn {

struct ConvTensors
{
    torch::Tensor weight;
    torch::Tensor bias;
};

/// A 3x3 convolution as SPAN trains it ("Conv3XC" of its authors): 1x1, 3x3 and 1x1 in a row, with nothing
/// between them and `width` times as many features, and one of 1x1 beside the row.
struct ConvBranches
{
    static constexpr int width = 2;

    ConvTensors beside;
    std::array<ConvTensors, 3> row;
};

/// The one convolution that computes the same, in the branches' dtype; gradients go through.
ConvTensors folded(const ConvBranches& branches);

/// A convolution that trains as branches and computes as what they fold into: the same values and, up to
/// rounding, the same gradients as through the branches themselves, at the cost of one convolution.
class BranchedConv
{
public:
    BranchedConv() = default;
    /// Placed in `network` at `path`: with branches as path.sk and path.conv.0 to 2, else as path.eval_conv.
    BranchedConv(torch::nn::Module& network, const std::string& path, int in, int out, bool hasBranches);

    torch::Tensor forward(const torch::Tensor& input);
    void keepFp32() { m_conv->keepFp32(); }

private:
    Conv m_conv = nullptr; // with branches no part of the network: it borrows their sum
    std::array<Conv, 4> m_branches{nullptr, nullptr, nullptr, nullptr}; // beside, row; null: none
};

} // namespace enlarger::nn
