// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/bicubic_resize.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

namespace {

double cubic(double x)
{
    x = std::abs(x);
    if (x <= 1.0)
        return (1.5 * x - 2.5) * x * x + 1.0;
    return x < 2.0 ? ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0 : 0.0;
}

/// The weights of one axis, out x in. Shrinking widens the kernel; border pixels repeat.
torch::Tensor axisWeights(std::int64_t in, std::int64_t out)
{
    const double ratio = double(in) / double(out);
    const double width = std::max(1.0, ratio);
    torch::Tensor weights = torch::zeros({out, in}, torch::kFloat64);
    auto at = weights.accessor<double, 2>();
    for (std::int64_t i = 0; i < out; ++i) {
        const double centre = (double(i) + 0.5) * ratio - 0.5;
        const auto first = std::int64_t(std::floor(centre - 2.0 * width));
        const auto last = std::int64_t(std::ceil(centre + 2.0 * width));
        double sum = 0.0;
        for (std::int64_t tap = first; tap <= last; ++tap)
            sum += cubic((centre - double(tap)) / width);
        for (std::int64_t tap = first; tap <= last; ++tap)
            at[i][std::clamp<std::int64_t>(tap, 0, in - 1)] += cubic((centre - double(tap)) / width) / sum;
    }
    return weights.to(torch::kFloat32);
}

} // namespace

torch::Tensor resizeBicubic(const torch::Tensor& pictures, std::int64_t height, std::int64_t width)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor down = axisWeights(pictures.size(2), height).to(pictures.device());
    const torch::Tensor across = axisWeights(pictures.size(3), width).to(pictures.device());
    return torch::matmul(torch::matmul(down, pictures.contiguous()), across.t());
}

torch::Tensor shrinkBicubic(const torch::Tensor& hr, int scale)
{
    return resizeBicubic(hr, hr.size(2) / scale, hr.size(3) / scale)
        .clamp(0.0, 1.0)
        .mul(255.0)
        .round()
        .div(255.0)
        .contiguous(torch::MemoryFormat::ChannelsLast);
}

} // namespace enlarger::train
