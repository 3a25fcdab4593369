// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/bicubic_resize.h"

#include "core/image/resample/axis_taps.h"
#include "core/infer/engine/pixel_tensors.h"

#include <algorithm>

namespace enlarger::train {

namespace {

/// The weights of one axis, out x in.
torch::Tensor axisWeights(std::int64_t in, std::int64_t out)
{
    const image::AxisTaps taps(int(in), int(out), {}); // the options' defaults are MATLAB's
    torch::Tensor weights = torch::zeros({out, in}, torch::kFloat32);
    for (int i = 0; i < taps.outSize(); ++i)
        std::ranges::copy(taps.weights<float>(i), weights[i].data_ptr<float>() + taps.first(i));
    return weights;
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
    return infer::inEightBits(resizeBicubic(hr, hr.size(2) / scale, hr.size(3) / scale))
        .contiguous(torch::MemoryFormat::ChannelsLast);
}

} // namespace enlarger::train
