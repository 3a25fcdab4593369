// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/loss_kinds.h"
#include "core/nn/modules.h"

namespace enlarger::nn {

/// A scalar in fp32; gradient to `sr` alone.
torch::Tensor pixelLoss(PixelKind kind, const torch::Tensor& sr, const torch::Tensor& target);

} // namespace enlarger::nn
