// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/tensor_metrics.h"

#include "core/nn/losses/gaussian_blur.h"
#include "core/nn/losses/similarity.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

namespace {

constexpr double bestPsnr = 60.0;   // dB
constexpr double leastEnergy = 0.1; // what rounding to 8 bits makes of a flat picture

/// What can be cut off each side so that SSIM's window still fits.
int cropOf(const torch::Tensor& picture, int crop)
{
    const std::int64_t side = std::min(picture.size(2), picture.size(3));
    return int(std::clamp<std::int64_t>((side - nn::Similarity::window) / 2, 0, crop));
}

/// Y in 16..235 of the 8-bit picture without its border, 1 x 1 x H x W in fp64.
torch::Tensor luma(const torch::Tensor& picture, int wantedCrop)
{
    using torch::indexing::Slice;
    const int crop = cropOf(picture, wantedCrop);
    const std::int64_t height = picture.size(2);
    const std::int64_t width = picture.size(3);
    const torch::Tensor inner =
        picture.index({Slice(), Slice(), Slice(crop, height - crop), Slice(crop, width - crop)})
            .to(torch::kCPU, torch::kFloat64)
            .clamp(0.0, 1.0)
            .mul(255.0)
            .add(0.5)
            .floor();
    const torch::Tensor weights =
        torch::tensor({65.481, 128.553, 24.966}, torch::kFloat64).view({1, 3, 1, 1});
    return (inner * weights).sum(1, true) / 255.0 + 16.0;
}

double highFrequencies(const torch::Tensor& picture)
{
    const torch::Tensor y = luma(picture, 0);
    const torch::Tensor low = nn::blur(y, nn::gaussianTaps(9, 1.5), nn::BlurBorder::Reflect);
    return (y - low).square().mean().item<double>();
}

} // namespace

double psnrY(const torch::Tensor& sr, const torch::Tensor& hr, int crop)
{
    const double error = (luma(sr, crop) - luma(hr, crop)).square().mean().item<double>();
    return error > 0.0 ? std::min(bestPsnr, 10.0 * std::log10(255.0 * 255.0 / error)) : bestPsnr;
}

double ssimY(const torch::Tensor& sr, const torch::Tensor& hr, int crop)
{
    return nn::similarity(luma(sr, crop), luma(hr, crop), 255.0).ssim.item<double>();
}

double colourDrift(const torch::Tensor& sr, const torch::Tensor& reference)
{
    const torch::Tensor difference =
        sr.clamp(0.0, 1.0).mean({0, 2, 3}) - reference.clamp(0.0, 1.0).mean({0, 2, 3});
    return 255.0 * difference.abs().max().item<double>();
}

double sharpness(const torch::Tensor& sr, const torch::Tensor& hr)
{
    return std::max(leastEnergy, highFrequencies(sr)) / std::max(leastEnergy, highFrequencies(hr));
}

} // namespace enlarger::train
