// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/colour_loss.h"

#include "core/nn/losses/fp32.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::nn {

torch::Tensor colourLoss(const torch::Tensor& sr, const torch::Tensor& target)
{
    if (sr.sizes() != target.sizes())
        throw std::invalid_argument("a colour loss compares pictures of one size");
    constexpr std::int64_t window = 16;
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor difference = fp32(sr) - fp32(target).detach(); // of means: the mean of differences
    const std::int64_t side = std::min({window, sr.size(2), sr.size(3)});
    return torch::avg_pool2d(difference, side, std::max<std::int64_t>(1, side / 2)).abs().mean();
}

} // namespace enlarger::nn
