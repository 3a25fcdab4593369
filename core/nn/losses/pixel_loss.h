// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

enum class PixelKind {
    L1,          // mean |sr - target|
    Mse,         // mean (sr - target)^2
    Charbonnier, // mean sqrt((sr - target)^2 + 0.001^2), LapSRN's
};

/// A scalar in fp32; gradient to `sr` alone.
torch::Tensor pixelLoss(PixelKind kind, const torch::Tensor& sr, const torch::Tensor& target);

} // namespace enlarger::nn
