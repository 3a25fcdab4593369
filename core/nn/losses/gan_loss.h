// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/loss_kinds.h"
#include "core/nn/modules.h"

namespace enlarger::nn {

/// What the generator minimises: a scalar in fp32. `realLogits` may be undefined for Plain. Gradient to
/// `fakeLogits` alone.
torch::Tensor generatorGanLoss(GanKind kind, const torch::Tensor& realLogits,
                               const torch::Tensor& fakeLogits);

/// The discriminator's two terms one by one; it minimises their sum. Each has gradient to its own logits
/// alone, so that one pass backward each, or one for the sum, come to the same. The label of true pictures is
/// 1 - smoothing.
torch::Tensor realTerm(GanKind kind, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits,
                       double smoothing = 0.0);
torch::Tensor fakeTerm(GanKind kind, const torch::Tensor& fakeLogits, const torch::Tensor& realLogits);

/// Whether the gradient of the discriminator's terms flows through the means of both kinds of logits, so that
/// both must be there at once.
bool isJudgedTogether(GanKind kind);

/// The sum of both terms as one, for such kinds. Gradient to both.
torch::Tensor discriminatorGanLoss(GanKind kind, const torch::Tensor& realLogits,
                                   const torch::Tensor& fakeLogits, double smoothing = 0.0);

} // namespace enlarger::nn
