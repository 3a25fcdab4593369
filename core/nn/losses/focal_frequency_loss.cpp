// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/focal_frequency_loss.h"

#include "core/nn/losses/fp32.h"

#include <ATen/ops/fft_fft2.h>

#include <stdexcept>

namespace enlarger::nn {

torch::Tensor focalFrequencyLoss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes())
        throw std::invalid_argument("a focal frequency loss compares pictures of one size");
    const AutocastOff autocastOff(sr.device());
    // The transform is linear: that of the difference is the difference of the transforms.
    const torch::Tensor spectrum = torch::view_as_real(
        at::fft_fft2((fp32(sr) - fp32(hr).detach()).contiguous(), std::nullopt, {-2, -1}, "ortho"));
    const torch::Tensor square = spectrum.square().sum(-1);
    const torch::Tensor distance = square.detach().sqrt();
    const torch::Tensor largest = distance.amax({-2, -1}, /*keepdim=*/true);
    return (distance / largest.clamp_min(1e-30) * square).mean();
}

} // namespace enlarger::nn
