// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/similarity.h"

#include "core/nn/losses/gaussian_blur.h"

namespace enlarger::nn {

Similarity similarity(const torch::Tensor& x, const torch::Tensor& y, double largest)
{
    const torch::Tensor taps = gaussianTaps(Similarity::window, 1.5);
    const auto mean = [&](const torch::Tensor& values) { return blur(values, taps, BlurBorder::Valid); };
    const double c1 = 0.01 * largest * 0.01 * largest;
    const double c2 = 0.03 * largest * 0.03 * largest;
    const torch::Tensor mx = mean(x);
    const torch::Tensor my = mean(y);
    const torch::Tensor vx = mean(x * x) - mx * mx;
    const torch::Tensor vy = mean(y * y) - my * my;
    const torch::Tensor vxy = mean(x * y) - mx * my;
    const torch::Tensor contrastStructure = (2.0 * vxy + c2) / (vx + vy + c2);
    const torch::Tensor luminance = (2.0 * mx * my + c1) / (mx * mx + my * my + c1);
    return {(luminance * contrastStructure).mean({2, 3}), contrastStructure.mean({2, 3})};
}

} // namespace enlarger::nn
