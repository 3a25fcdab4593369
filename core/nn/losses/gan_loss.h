// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/modules.h"

namespace enlarger::nn {

/// With D the logits, H(x, t) the binary cross-entropy of sigmoid(x) with the label t, and means over all
/// logits:
enum class GanKind {
    /// G: H(D(sr), 1).  D: H(D(hr), 1), H(D(sr), 0).
    Plain,
    /// G: (H(D(hr) - mean D(sr), 0) + H(D(sr) - mean D(hr), 1)) / 2.
    /// D: H(D(hr) - mean D(sr), 1) / 2, H(D(sr) - mean D(hr), 0) / 2.  ESRGAN's, as BasicSR computes it.
    Relativistic,
    /// The same without the halves, as the Keras blog sums them.
    RelativisticSigmoid,
};

/// What the generator minimises: a scalar in fp32. `realLogits` may be undefined for Plain. Gradient to
/// `fakeLogits` alone.
torch::Tensor generatorGanLoss(GanKind kind, const torch::Tensor& realLogits,
                               const torch::Tensor& fakeLogits);

/// The discriminator's two terms; it minimises their sum. Each has gradient to its own logits alone, so that
/// one pass backward each, or one for the sum, come to the same. The label of true pictures is 1 - smoothing.
torch::Tensor realTerm(GanKind kind, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits,
                       double smoothing = 0.0);
torch::Tensor fakeTerm(GanKind kind, const torch::Tensor& fakeLogits, const torch::Tensor& realLogits);

} // namespace enlarger::nn
