// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/gan_loss.h"

#include "core/nn/losses/fp32.h"

namespace enlarger::nn {

namespace {

/// Mean binary cross-entropy of sigmoid(logits) with one label for all, without computing the sigmoid.
torch::Tensor crossEntropy(const torch::Tensor& logits, double label)
{
    const torch::Tensor x = fp32(logits);
    return torch::binary_cross_entropy_with_logits(x, torch::full_like(x, label));
}

/// The logits over the mean of their rivals, which is a constant.
torch::Tensor relative(const torch::Tensor& logits, const torch::Tensor& rivals)
{
    return fp32(logits) - fp32(rivals).detach().mean();
}

double share(GanKind kind)
{
    return kind == GanKind::Relativistic ? 0.5 : 1.0;
}

} // namespace

torch::Tensor generatorGanLoss(GanKind kind, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits)
{
    const AutocastOff autocastOff(fakeLogits.device());
    if (kind == GanKind::Plain)
        return crossEntropy(fakeLogits, 1.0);
    // Here the mean of the made pictures' logits has its gradient.
    const torch::Tensor real = fp32(realLogits).detach() - fp32(fakeLogits).mean();
    return share(kind) * (crossEntropy(real, 0.0) + crossEntropy(relative(fakeLogits, realLogits), 1.0));
}

torch::Tensor realTerm(GanKind kind, const torch::Tensor& realLogits, const torch::Tensor& fakeLogits,
                       double smoothing)
{
    const AutocastOff autocastOff(realLogits.device());
    const double label = 1.0 - smoothing;
    if (kind == GanKind::Plain)
        return crossEntropy(realLogits, label);
    return share(kind) * crossEntropy(relative(realLogits, fakeLogits), label);
}

torch::Tensor fakeTerm(GanKind kind, const torch::Tensor& fakeLogits, const torch::Tensor& realLogits)
{
    const AutocastOff autocastOff(fakeLogits.device());
    if (kind == GanKind::Plain)
        return crossEntropy(fakeLogits, 0.0);
    return share(kind) * crossEntropy(relative(fakeLogits, realLogits), 0.0);
}

bool isJudgedTogether(GanKind kind)
{
    return kind == GanKind::RelativisticSigmoid;
}

torch::Tensor discriminatorGanLoss(GanKind kind, const torch::Tensor& realLogits,
                                   const torch::Tensor& fakeLogits, double smoothing)
{
    const AutocastOff autocastOff(realLogits.device());
    const torch::Tensor real = fp32(realLogits);
    const torch::Tensor made = fp32(fakeLogits);
    return share(kind) *
           (crossEntropy(real - made.mean(), 1.0 - smoothing) + crossEntropy(made - real.mean(), 0.0));
}

} // namespace enlarger::nn
