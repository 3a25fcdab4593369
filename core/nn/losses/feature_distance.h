// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/loss_kinds.h"
#include "core/nn/modules.h"

#include <vector>

namespace enlarger::nn {

/// The sum over layers of weight x mean |sr - hr| (or its square), in fp32: the perceptual loss on features.
/// Gradient to `sr` alone. As many weights as layers, or none: 1 each.
torch::Tensor featureLoss(FeatureDistance distance, const std::vector<torch::Tensor>& sr,
                          const std::vector<torch::Tensor>& hr, const std::vector<double>& weights = {});

} // namespace enlarger::nn
