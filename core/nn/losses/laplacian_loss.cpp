// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/laplacian_loss.h"

#include "core/nn/losses/fp32.h"
#include "core/nn/losses/gaussian_blur.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::nn {

namespace {

constexpr int mostLevels = 5;
constexpr std::int64_t leastSide = 8;

} // namespace

torch::Tensor laplacianLoss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes())
        throw std::invalid_argument("a Laplacian loss compares pictures of one size");
    const AutocastOff autocastOff(sr.device());
    // The pyramid is linear: that of the difference is the difference of the pyramids.
    torch::Tensor left = fp32(sr) - fp32(hr).detach();
    const torch::Tensor taps = torch::tensor({1.0, 4.0, 6.0, 4.0, 1.0}, torch::kFloat64) / 16.0;
    torch::Tensor sum = torch::zeros({}, left.options());
    for (int level = 1; level < mostLevels && std::min(left.size(2), left.size(3)) >= 2 * leastSide;
         ++level) {
        const torch::Tensor blurred = blur(left, taps, BlurBorder::Reflect);
        sum = sum + (left - blurred).abs().mean();
        left = torch::avg_pool2d(blurred, 2);
    }
    return sum + left.abs().mean();
}

} // namespace enlarger::nn
