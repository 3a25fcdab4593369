// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/artefact_loss.h"

#include "core/nn/losses/fp32.h"

#include <stdexcept>

namespace enlarger::nn {

namespace {

constexpr std::int64_t artefactWindow = 7; // pixels a side
constexpr double leastVariance = 1e-16;    // the root's slope at 0 is infinite

/// Of each pixel's surroundings, mirrored at the border; N x 1 x H x W.
torch::Tensor localVariance(const torch::Tensor& residual)
{
    constexpr std::int64_t half = artefactWindow / 2;
    return torch::reflection_pad2d(residual, {half, half, half, half})
        .unfold(2, artefactWindow, 1)
        .unfold(3, artefactWindow, 1)
        .var({-2, -1}, /*unbiased=*/true);
}

} // namespace

torch::Tensor artefactLoss(const torch::Tensor& sr, const torch::Tensor& hr, const torch::Tensor& average)
{
    if (sr.sizes() != hr.sizes() || average.sizes() != hr.sizes())
        throw std::invalid_argument("an artefact loss compares pictures of one size");
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor difference = fp32(sr) - fp32(hr).detach();
    const torch::Tensor residual = difference.abs().sum(1, /*keepdim=*/true);
    const torch::Tensor averaged = (fp32(average) - fp32(hr)).detach().abs().sum(1, /*keepdim=*/true);
    const torch::Tensor ofPicture =
        residual.var({1, 2, 3}, /*unbiased=*/true, /*keepdim=*/true).clamp_min(leastVariance).pow(0.2);
    const torch::Tensor counts = (residual.detach() >= averaged).to(residual.scalar_type());
    return (ofPicture * localVariance(residual) * counts * difference).abs().mean();
}

} // namespace enlarger::nn
