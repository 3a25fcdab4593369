// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// L1 between the low frequencies of two pictures: their means over windows of 16 x 16 pixels, 8 apart
/// (smaller pictures: one window as large as fits). It holds colours and brightness where they are, and says
/// nothing about detail. Of our own making; DPED's colour loss (Ignatov et al. 2017) compares blurred
/// pictures too, by L2. N x C x H x W of one size, else std::invalid_argument. A scalar in fp32, gradient to
/// `sr` alone.
torch::Tensor colourLoss(const torch::Tensor& sr, const torch::Tensor& target);

} // namespace enlarger::nn
