// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/checkerboard_loss.h"

#include "core/nn/losses/fp32.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::nn {

namespace {

/// What each pixel differs by from its neighbours' mean, without the outermost blocks.
torch::Tensor detail(const torch::Tensor& picture, std::int64_t scale)
{
    const auto shifted = [&](std::int64_t down, std::int64_t right) {
        return picture.slice(2, scale + down, picture.size(2) - scale + down)
            .slice(3, scale + right, picture.size(3) - scale + right);
    };
    return shifted(0, 0) - (shifted(-1, 0) + shifted(1, 0) + shifted(0, -1) + shifted(0, 1)) / 4.0;
}

/// 1 where the picture is flat, 1/2 where it spreads by 3/255 around a block: N x 1 x blocks x blocks,
/// without the outermost ones.
torch::Tensor flatness(const torch::Tensor& picture, std::int64_t scale)
{
    constexpr double spread = 3.0 / 255.0;
    const torch::Tensor grey = picture.mean(1, /*keepdim=*/true);
    const torch::Tensor variance =
        torch::avg_pool2d(grey * grey, scale) - torch::avg_pool2d(grey, scale).square();
    return 1.0 / (1.0 + torch::avg_pool2d(variance, 3, 1) / (spread * spread));
}

} // namespace

torch::Tensor checkerboardLoss(const torch::Tensor& sr, const torch::Tensor& hr, int scale)
{
    if (sr.sizes() != hr.sizes() || scale < 2 || sr.size(2) % scale != 0 || sr.size(3) % scale != 0 ||
        std::min(sr.size(2), sr.size(3)) < 3 * scale)
        throw std::invalid_argument(
            "checkerboard artefacts are looked for in pictures of one size, of three blocks or more");
    constexpr std::int64_t window = 8;
    const AutocastOff autocastOff(sr.device());
    const torch::Tensor weight = flatness(fp32(hr).detach(), scale);
    const torch::Tensor places = torch::pixel_unshuffle(detail(fp32(sr), scale), scale);
    const std::int64_t side = std::min({window, weight.size(2), weight.size(3)});
    const auto means = [&](const torch::Tensor& of) {
        return torch::avg_pool2d(of, side, std::max<std::int64_t>(1, side / 2));
    };
    constexpr double least = 1e-2; // windows with hardly a flat block fade out
    const torch::Tensor pattern = (means(places * weight) / means(weight).clamp_min(least))
                                      .unflatten(1, {sr.size(1), std::int64_t(scale) * scale});
    const torch::Tensor centred = pattern - pattern.mean(2, /*keepdim=*/true);
    constexpr double little = 1e-10; // the root has no slope at 0
    return (centred.square().mean(2) + little).sqrt().mean();
}

} // namespace enlarger::nn
