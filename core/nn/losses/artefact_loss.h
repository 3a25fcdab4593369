// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Locally discriminative learning (Liang, Zeng and Zhang 2022, "Details or artifacts"): an L1 that counts
/// where the generator draws artefacts, which is where its residual varies within 7 x 7 pixels and is larger
/// than that of the averaged generator. With r = sum over channels |hr - sr|, and e the same of `average`,
///     mean |M (sr - hr)|,    M = var(r of the picture)^(1/5) x var(r in 7 x 7 pixels) where r >= e, else 0
/// As in its authors' code, M has its gradient too. N x C x H x W of one size, sides of 4 or more. A scalar
/// in fp32, gradient to `sr` alone.
torch::Tensor artefactLoss(const torch::Tensor& sr, const torch::Tensor& hr, const torch::Tensor& average);

} // namespace enlarger::nn
