// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Gradient variance loss (Abrahamyan et al. 2022, "Gradient variance loss for structure-enhanced image
/// super-resolution"): with V_x and V_y the variances of Sobel's derivatives of the grey pictures in windows
/// of 8 x 8 pixels,
///     mean (V_x(sr) - V_x(hr))^2 + mean (V_y(sr) - V_y(hr))^2
/// What is too soft varies too little. N x 3 x H x W of one size, sides of at least 8; what does not fill a
/// window at the right and below does not count. A scalar in fp32, gradient to `sr` alone.
torch::Tensor gradientVarianceLoss(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::nn
