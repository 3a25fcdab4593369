// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// L1 between the low frequencies of two pictures: their means over windows of 16 x 16 pixels, 8 apart. It
/// holds colours and brightness where they are, and says nothing about detail. A scalar in fp32, gradient to
/// `sr` alone.
torch::Tensor colourLoss(const torch::Tensor& sr, const torch::Tensor& target);

} // namespace enlarger::nn
