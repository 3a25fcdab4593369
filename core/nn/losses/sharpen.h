// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Real-ESRGAN's unsharp mask for targets, N x C x H x W, 0..1: half of what a Gaussian of 51 taps takes away
/// is added where that is more than 10/255, clamped to 0..1, and faded in by that place's own blur. Sides of
/// at least 26 pixels. No gradient.
torch::Tensor sharpened(const torch::Tensor& pictures);

} // namespace enlarger::nn
