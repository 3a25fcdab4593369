// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// A Gaussian's `size` taps (odd), whose sum is 1: fp64, on the CPU.
torch::Tensor gaussianTaps(int size, double sigma);

enum class BlurBorder {
    Reflect, // mirrored without the outermost pixel: size kept; sides must be greater than half the taps
    Valid,   // only where the taps fit: size - 1 pixels fewer
};

/// Each channel of N x C x H x W blurred with the taps (as above) along both axes.
torch::Tensor blur(const torch::Tensor& pictures, const torch::Tensor& taps, BlurBorder border);

} // namespace enlarger::nn
