// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Focal frequency loss (Jiang et al. 2021, "Focal frequency loss for image reconstruction and synthesis",
/// alpha 1): with F the orthonormal Fourier transform of a channel and d = |F(sr) - F(hr)|,
///     mean (d / max d) d^2
/// where the weight d / max d, of each channel of each picture, is a constant: frequencies that are hard to
/// make count most. N x C x H x W of one size; a scalar in fp32, gradient to `sr` alone.
torch::Tensor focalFrequencyLoss(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::nn
