// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/feature_network.h"

#include "core/nn/autocast_off.h"
#include "core/nn/kernel_conv.h"

#include <limits>

namespace enlarger::nn {

std::vector<torch::Tensor> FeatureNetwork::features(const torch::Tensor& pictures)
{
    const torch::DeviceType device = pictures.device().type();
    const AutocastOff fp32(pictures.device(), at::autocast::get_autocast_dtype(device) == torch::kFloat16);
    return compute(
        pictures.to(buffers().front().scalar_type()).contiguous(torch::MemoryFormat::ChannelsLast));
}

FrozenConvImpl::FrozenConvImpl(int in, int out, int kernel, int stride, int padding)
    : m_stride(stride)
    , m_padding(padding)
{
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    m_weight = register_buffer(
        "weight", torch::full({out, in, kernel, kernel}, none).contiguous(torch::MemoryFormat::ChannelsLast));
    m_bias = register_buffer("bias", torch::full({out}, none));
}

torch::Tensor FrozenConvImpl::forward(const torch::Tensor& input)
{
    return conv2dByKernels(input, m_weight, m_bias, m_stride, m_padding);
}

torch::Tensor perColour(const torch::Tensor& like, double red, double green, double blue)
{
    return torch::tensor({red, green, blue}, torch::kFloat64).view({1, 3, 1, 1}).to(like.options());
}

torch::Tensor imageNetNormalised(const torch::Tensor& pictures)
{
    return (pictures - perColour(pictures, 0.485, 0.456, 0.406)) / perColour(pictures, 0.229, 0.224, 0.225);
}

} // namespace enlarger::nn
