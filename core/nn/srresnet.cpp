// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/srresnet.h"

#include "core/nn/prelu.h"
#include "core/nn/trunk.h"

#include <bit>

namespace enlarger::nn {

namespace {

constexpr int wideKernel = 9;

class ResidualBlockImpl : public torch::nn::Module
{
public:
    explicit ResidualBlockImpl(int features)
        : m_conv1(register_module("conv1", makeConv(features, features)))
        , m_bn1(register_module("bn1", torch::nn::BatchNorm2d(features)))
        , m_prelu(register_module("prelu", makePrelu(1)))
        , m_conv2(register_module("conv2", makeConv(features, features)))
        , m_bn2(register_module("bn2", torch::nn::BatchNorm2d(features)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const torch::Tensor y = prelu(m_prelu, m_bn1->forward(m_conv1->forward(x)));
        return addScaled(x, m_bn2->forward(m_conv2->forward(y)));
    }

private:
    Conv m_conv1;
    torch::nn::BatchNorm2d m_bn1;
    torch::nn::PReLU m_prelu;
    Conv m_conv2;
    torch::nn::BatchNorm2d m_bn2;
};
TORCH_MODULE(ResidualBlock);

class UpsampleImpl : public torch::nn::Module
{
public:
    explicit UpsampleImpl(int features)
        : m_conv(register_module("conv", makeConv(features, 4 * features)))
        , m_prelu(register_module("prelu", makePrelu(1)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        return prelu(m_prelu, torch::pixel_shuffle(m_conv->forward(x), 2));
    }

private:
    Conv m_conv;
    torch::nn::PReLU m_prelu;
};
TORCH_MODULE(Upsample);

} // namespace

SrResNet::SrResNet(const NetworkSpec& spec)
    : Network(spec)
    , m_convFirst(register_module("conv_first", makeConv(spec.inChannels, spec.features, wideKernel)))
    , m_preluFirst(register_module("prelu_first", makePrelu(1)))
    , m_body(register_module("body", torch::nn::ModuleList()))
    , m_convBody(register_module("conv_body", makeConv(spec.features, spec.features)))
    , m_upsample(torch::nn::ModuleList())
    , m_convLast(makeConv(spec.features, spec.outChannels, wideKernel))
{
    m_convFirst->keepFp32();
    m_convLast->keepFp32();
    for (int i = 0; i < spec.blocks; ++i)
        m_body->push_back(ResidualBlock(spec.features));
    if (spec.bodyPrelu)
        m_bodyPrelu = register_module("prelu_body", makePrelu(1));
    else
        m_bnBody = register_module("bn_body", torch::nn::BatchNorm2d(spec.features));
    register_module("upsample", m_upsample);
    for (int i = 0; i < std::countr_zero(unsigned(spec.scale)); ++i)
        m_upsample->push_back(Upsample(spec.features));
    register_module("conv_last", m_convLast);
}

torch::Tensor SrResNet::forward(torch::Tensor input)
{
    const torch::Tensor first = prelu(m_preluFirst, m_convFirst->forward(input));
    torch::Tensor trunk = first;
    for (const auto& block : *m_body)
        trunk = block->as<ResidualBlock>()->forward(trunk);
    trunk = m_convBody->forward(trunk);
    trunk = addScaled(first, m_bodyPrelu ? prelu(m_bodyPrelu, trunk) : m_bnBody->forward(trunk));

    // The shuffled features before and after their PReLU, and the last convolution's fp32 input.
    const double fine = double(spec().scale * spec().scale) * spec().features;
    const double bytesPerPixel = fine * (2.0 * double(m_convBody->weight.element_size()) + 4.0);
    return runTail(
        trunk, {[this](const torch::Tensor& rows) { return enlarge(rows); }, spec().scale, 3, bytesPerPixel});
}

torch::Tensor SrResNet::enlarge(torch::Tensor features)
{
    for (const auto& step : *m_upsample)
        features = step->as<Upsample>()->forward(features);
    return (torch::tanh(m_convLast->forward(features)) + 1.0) / 2.0;
}

int SrResNet::reach() const
{
    int pixels = wideKernel / 2;
    for (std::size_t i = 0; i < m_upsample->size(); ++i)
        pixels = coarserReach(pixels, 2) + 1;
    return pixels + 1 + 2 * spec().blocks + wideKernel / 2;
}

} // namespace enlarger::nn
