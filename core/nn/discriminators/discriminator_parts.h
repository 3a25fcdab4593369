// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/fused_conv.h"
#include "core/nn/kernel_conv.h"
#include "core/nn/modules.h"

namespace enlarger::nn {

/// The slope that every discriminator's leaky ReLU has. In place: no layer before one needs its own output
/// for its gradient.
inline torch::Tensor leaky(torch::Tensor features)
{
    constexpr double slope = 0.2;
    return torch::leaky_relu_(features, slope);
}

/// 3 x 3 with stride 1, which keeps the size, or 4 x 4 with stride 2, which halves it.
inline torch::nn::Conv2dOptions discriminatorConv(int in, int out, int kernel, int stride, bool bias)
{
    return torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(1).bias(bias);
}

/// torch's Conv2d, by the kernels of streams where these are quicker.
class DiscriminatorConvImpl : public torch::nn::Conv2dImpl
{
public:
    using Conv2dImpl::Conv2dImpl;
    torch::Tensor forward(const torch::Tensor& input)
    {
        const bool isPlain = *options.stride() == unitStride && options.groups() == 1 &&
                             *options.dilation() == unitStride && isPaddedByOne();
        return isPlain && areKernelsFor(input, weight) ? kernelConv(input, weight, bias)
                                                       : Conv2dImpl::forward(input);
    }

private:
    bool isPaddedByOne() const
    {
        const auto* padding = std::get_if<torch::ExpandingArray<2>>(&options.padding());
        return padding && **padding == unitStride;
    }
};
TORCH_MODULE(DiscriminatorConv);

} // namespace enlarger::nn
