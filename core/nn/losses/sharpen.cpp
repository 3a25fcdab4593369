// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/sharpen.h"

#include "core/nn/losses/fp32.h"
#include "core/nn/losses/gaussian_blur.h"

namespace enlarger::nn {

torch::Tensor sharpened(const torch::Tensor& pictures)
{
    constexpr int size = 51;
    constexpr double sigma = 0.3 * ((size - 1) * 0.5 - 1.0) + 0.8; // what OpenCV takes for that size: 8
    constexpr double weight = 0.5;
    constexpr double threshold = 10.0 / 255.0;

    const torch::NoGradGuard noGrad;
    const AutocastOff autocastOff(pictures.device());
    const torch::Tensor x = fp32(pictures);
    const torch::Tensor taps = gaussianTaps(size, sigma);
    const torch::Tensor detail = x - blur(x, taps, BlurBorder::Reflect);
    const torch::Tensor place = (detail.abs() > threshold).to(x.scalar_type());
    const torch::Tensor share = blur(place, taps, BlurBorder::Reflect);
    return torch::lerp(x, (x + weight * detail).clamp(0.0, 1.0), share);
}

} // namespace enlarger::nn
