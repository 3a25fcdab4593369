// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/pixel_loss.h"

#include "core/nn/losses/fp32.h"

#include <stdexcept>

namespace enlarger::nn {

torch::Tensor pixelLoss(PixelKind kind, const torch::Tensor& sr, const torch::Tensor& target)
{
    if (sr.sizes() != target.sizes())
        throw std::invalid_argument("a pixel loss compares pictures of one size");
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor difference = fp32(sr) - fp32(target).detach();
    switch (kind) {
    case PixelKind::L1:
        return difference.abs().mean();
    case PixelKind::Mse:
        return difference.square().mean();
    case PixelKind::Charbonnier: {
        constexpr double epsilon = 1e-3;
        return (difference.square() + epsilon * epsilon).sqrt().mean();
    }
    }
    throw std::invalid_argument("there is no such pixel loss");
}

} // namespace enlarger::nn
