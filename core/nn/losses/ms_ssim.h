// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Multi-scale SSIM (Wang, Simoncelli and Bovik, 2003) of pictures N x C x H x W, 0..1: Gaussian 11 x 11 of
/// sigma 1.5, halved by averaging, mean over pictures and channels, a scalar in fp32. Five scales where the
/// sides have 176 pixels; smaller ones have fewer, whose weights are made to sum to 1; at least 11 pixels.
torch::Tensor msSsim(const torch::Tensor& sr, const torch::Tensor& hr);

/// 1 - msSsim.
torch::Tensor msSsimLoss(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::nn
