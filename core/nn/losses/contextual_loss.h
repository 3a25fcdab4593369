// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// The contextual loss (Mechrez, Talmi and Zelnik-Manor 2018, "The contextual loss for image transformation
/// with non-aligned data") of features N x C x H x W: whether each place of `hr` has something like it
/// anywhere in `sr`. With m the mean of hr's features, c_ij the cosine between sr_i - m and hr_j - m,
///     d_ij = 1 - c_ij        w_ij = exp((1 - d_ij / (min_k d_ik + 1e-5)) / 0.5)
///     mean over pictures -log(mean_j max_i (w_ij / sum_k w_ik))
/// It takes (H W)^2 numbers a picture. A scalar in fp32, gradient to `sr` alone.
torch::Tensor contextualLoss(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::nn
