// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/gaussian_blur.h"

#include <stdexcept>

namespace enlarger::nn {

torch::Tensor gaussianTaps(int size, double sigma)
{
    const torch::Tensor distance =
        torch::arange(size, torch::TensorOptions(torch::kFloat64)) - double(size - 1) / 2.0;
    const torch::Tensor taps = torch::exp(-distance.square() / (2.0 * sigma * sigma));
    return taps / taps.sum();
}

torch::Tensor blur(const torch::Tensor& pictures, const torch::Tensor& taps, BlurBorder border)
{
    const std::int64_t size = taps.numel();
    const std::int64_t half = size / 2;
    const std::int64_t least = border == BlurBorder::Reflect ? half + 1 : size;
    if (pictures.size(2) < least || pictures.size(3) < least)
        throw std::invalid_argument("pictures of " + std::to_string(pictures.size(3)) + " x " +
                                    std::to_string(pictures.size(2)) + " pixels are too small to blur with " +
                                    std::to_string(size) + " taps");
    torch::Tensor x = pictures;
    if (border == BlurBorder::Reflect)
        x = torch::reflection_pad2d(x, {half, half, half, half});
    // Channels one after the other as pictures of their own: faster than a convolution in groups.
    const auto sizes = x.sizes().vec();
    x = x.reshape({-1, 1, sizes[2], sizes[3]});
    const torch::Tensor kernel = taps.to(x.options());
    x = torch::conv2d(x, kernel.view({1, 1, -1, 1}));
    x = torch::conv2d(x, kernel.view({1, 1, 1, -1}));
    return x.view({sizes[0], sizes[1], x.size(2), x.size(3)});
}

} // namespace enlarger::nn
