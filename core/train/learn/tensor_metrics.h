// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::train {

/// The measures of core/image/metrics.h on tensors, for training without photo libraries. Pictures are
/// 1 x 3 x H x W, 0..1, sides of at least SSIM's window; both are clamped and rounded to 8 bits, `crop`
/// pixels are cut off each side (fewer where less than that window would be left), Y of BT.601. PSNR is 60 dB
/// at most, which is more than anybody sees: a flat crop that is hit exactly must not outweigh all others.
double psnrY(const torch::Tensor& sr, const torch::Tensor& hr, int crop);
double ssimY(const torch::Tensor& sr, const torch::Tensor& hr, int crop);

/// The largest difference of a channel's mean between two pictures, in 1/255.
double colourDrift(const torch::Tensor& sr, const torch::Tensor& reference);

/// The energy of what a Gaussian of sigma 1.5 takes away, against HR's: 1 is as sharp as the true picture,
/// and as flat.
double sharpness(const torch::Tensor& sr, const torch::Tensor& hr);

} // namespace enlarger::train
