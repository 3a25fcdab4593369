// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// The sum over the levels of a Laplacian pyramid of mean |L_j(sr) - L_j(hr)|. A level is what the binomial
/// 5 x 5 blur takes away; the next one is the blurred picture at half the size; the last is what is left.
/// At most five levels, and no more than keep 8 pixels a side. A scalar in fp32, gradient to `sr` alone.
torch::Tensor laplacianLoss(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::nn
