// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/contextual_loss.h"

#include "core/nn/losses/fp32.h"

#include <stdexcept>

namespace enlarger::nn {

namespace {

/// N x C x places, each place's vector of length 1.
torch::Tensor directions(const torch::Tensor& features, const torch::Tensor& mean)
{
    const torch::Tensor centred = (features - mean).flatten(2);
    return centred / centred.square().sum(1, /*keepdim=*/true).clamp_min(1e-24).sqrt();
}

} // namespace

torch::Tensor contextualLoss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes() || sr.dim() != 4)
        throw std::invalid_argument("a contextual loss compares features of one shape");
    constexpr double bandwidth = 0.5;
    constexpr double epsilon = 1e-5;
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor truth = fp32(hr).detach();
    const torch::Tensor mean = truth.mean({0, 2, 3}, /*keepdim=*/true);
    const torch::Tensor cosine =
        torch::matmul(directions(fp32(sr), mean).transpose(1, 2), directions(truth, mean)); // sr x hr
    const torch::Tensor distance = (1.0 - cosine).clamp_min(0.0);
    const torch::Tensor relative = distance / (std::get<0>(distance.min(2, /*keepdim=*/true)) + epsilon);
    const torch::Tensor similarity = torch::softmax((1.0 - relative) / bandwidth, 2);
    return -std::get<0>(similarity.max(1)).mean(1).log().mean();
}

} // namespace enlarger::nn
