// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/gradient_variance_loss.h"

#include "core/nn/losses/fp32.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::nn {

namespace {

constexpr std::int64_t varianceWindow = 8; // pixels a side

/// N x 2 x windows: the variances of both derivatives.
torch::Tensor gradientVariances(const torch::Tensor& pictures)
{
    const torch::Tensor weights =
        torch::tensor({0.2989, 0.5870, 0.1140}, torch::kFloat64).view({1, 3, 1, 1}).to(pictures.options());
    const torch::Tensor across =
        torch::tensor({1.0, 0.0, -1.0, 2.0, 0.0, -2.0, 1.0, 0.0, -1.0}, torch::kFloat64).view({3, 3});
    const torch::Tensor sobel = torch::stack({across, across.t()}).unsqueeze(1).to(pictures.options());
    const torch::Tensor grey = (pictures * weights).sum(1, /*keepdim=*/true);
    const torch::Tensor slopes = torch::conv2d(grey, sobel, {}, 1, 1);
    return slopes.unfold(2, varianceWindow, varianceWindow)
        .unfold(3, varianceWindow, varianceWindow)
        .var({-2, -1}, /*unbiased=*/true)
        .flatten(2);
}

} // namespace

torch::Tensor gradientVarianceLoss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes() || sr.size(1) != 3 || std::min(sr.size(2), sr.size(3)) < varianceWindow)
        throw std::invalid_argument("a gradient variance loss compares pictures of one size in three "
                                    "colours, of 8 x 8 pixels or more");
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor difference = gradientVariances(fp32(sr)) - gradientVariances(fp32(hr).detach());
    return 2.0 * difference.square().mean(); // both have as many windows
}

} // namespace enlarger::nn
