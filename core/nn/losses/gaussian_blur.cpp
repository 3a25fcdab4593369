// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/gaussian_blur.h"

#include "core/nn/autocast_off.h"

#include <cstdlib>
#include <stdexcept>

namespace enlarger::nn {

namespace {

/// The blur along an axis of `side` pixels as a matrix. For kernels of this kind a product with it is several
/// times as fast as a convolution in groups, forward and backward, however many taps there are.
torch::Tensor blurMatrix(std::int64_t side, const torch::Tensor& taps, BlurBorder border)
{
    const std::int64_t size = taps.numel();
    const bool reflects = border == BlurBorder::Reflect;
    const std::int64_t half = reflects ? size / 2 : 0;
    torch::Tensor matrix = torch::zeros({reflects ? side : side - size + 1, side}, torch::kFloat64);
    auto values = matrix.accessor<double, 2>();
    const auto weights = taps.accessor<double, 1>();
    for (std::int64_t row = 0; row < matrix.size(0); ++row)
        for (std::int64_t tap = 0; tap < size; ++tap) {
            const std::int64_t place = std::abs(row + tap - half);
            values[row][place < side ? place : 2 * (side - 1) - place] += weights[tap];
        }
    return matrix;
}

} // namespace

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
    const std::int64_t least = border == BlurBorder::Reflect ? size / 2 + 1 : size;
    if (pictures.size(2) < least || pictures.size(3) < least)
        throw std::invalid_argument("pictures of " + std::to_string(pictures.size(3)) + " x " +
                                    std::to_string(pictures.size(2)) + " pixels are too small to blur with " +
                                    std::to_string(size) + " taps");
    const AutocastOff autocastOff(pictures.device());
    const torch::Tensor down = blurMatrix(pictures.size(2), taps, border).to(pictures.options());
    const torch::Tensor across = blurMatrix(pictures.size(3), taps, border).to(pictures.options());
    return torch::matmul(torch::matmul(down, pictures), across.t());
}

} // namespace enlarger::nn
