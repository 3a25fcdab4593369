// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/tensor_network.h"

namespace enlarger::infer {

/// The rows that a step reads: rows x width x channels, in fp32.
struct TensorRows
{
    torch::Tensor in; // Bilinear: with a row above and below
    torch::Tensor other;
    int factor = 1; // how many rows and columns the larger side has for each
};

/// A convolution with what follows it, but for sums: rows and one more above and below in, in its weights'
/// dtype; its own out.
torch::Tensor convolvedRows(const Step& step, const ConvWeights& weights, const torch::Tensor& in);

/// Any other step.
torch::Tensor pointRows(const Step& step, const TensorRows& rows);

} // namespace enlarger::infer
