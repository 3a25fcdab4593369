// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_conv.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/prelu.h"
#include "core/nn/trunk.h"

#include <bit>

namespace enlarger::nn {

namespace {

constexpr int wideKernel = 9;

bool isKeras(const NetworkSpec& spec)
{
    return spec.upsampling != Upsampling::Shuffle;
}

torch::nn::BatchNorm2d makeNorm(const NetworkSpec& spec)
{
    return torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(spec.features)
                                      .momentum(isKeras(spec) ? 0.5 : 0.1)
                                      .eps(spec.normEpsilon()));
}

int slopes(const NetworkSpec& spec)
{
    return isKeras(spec) ? spec.features : 1;
}

/// The width of what the last convolution reads.
int lastWidth(const NetworkSpec& spec)
{
    return isKeras(spec) && spec.scale > 1 ? 4 * spec.features : spec.features;
}

class ResidualBlockImpl : public torch::nn::Module
{
public:
    explicit ResidualBlockImpl(const NetworkSpec& spec)
        : m_conv1(register_module("conv1", makeConv(spec.features, spec.features)))
        , m_bn1(register_module("bn1", makeNorm(spec)))
        , m_prelu(register_module("prelu", makePrelu(slopes(spec))))
        , m_conv2(register_module("conv2", makeConv(spec.features, spec.features)))
        , m_bn2(register_module("bn2", makeNorm(spec)))
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
    UpsampleImpl(int in, const NetworkSpec& spec)
        : m_upsampling(spec.upsampling)
        , m_conv(register_module("conv", makeConv(in, 4 * spec.features)))
    {
        if (m_upsampling != Upsampling::Nearest)
            m_prelu = register_module("prelu", makePrelu(isKeras(spec) ? 4 * spec.features : 1));
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        if (m_upsampling == Upsampling::Shuffle)
            return prelu(m_prelu, torch::pixel_shuffle(m_conv->forward(x), 2));
        // What comes behind the pixels' repetition comes to the same before it.
        const torch::Tensor features =
            m_prelu ? prelu(m_prelu, m_conv->forward(x)) : m_conv->forwardLeaky(x, 0.2);
        return torch::upsample_nearest2d(features, {2 * features.size(2), 2 * features.size(3)});
    }

private:
    Upsampling m_upsampling;
    Conv m_conv;
    torch::nn::PReLU m_prelu{nullptr};
};
TORCH_MODULE(Upsample);

/// SRGAN's generator. Keys: conv_first, prelu_first, body.N.{conv1,bn1,prelu,conv2,bn2}, conv_body, bn_body
/// (or prelu_body), upsample.K.{conv,prelu} (conv alone with Upsampling::Nearest), conv_last. Input 0..1,
/// output (tanh + 1) / 2. Where the output is linear, the last convolution is called conv_out: so a file
/// tells.
class SrResNet : public Network
{
public:
    explicit SrResNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;
    WorkingBytes workingBytes(int elementSize) const override;

private:
    double tailBytes(int elementSize) const; // per LR pixel of the trunk
    torch::Tensor enlarge(torch::Tensor features);

    Conv m_convFirst;
    torch::nn::PReLU m_preluFirst;
    torch::nn::ModuleList m_body;
    Conv m_convBody;
    torch::nn::BatchNorm2d m_bnBody{nullptr};
    torch::nn::PReLU m_bodyPrelu{nullptr};
    torch::nn::ModuleList m_upsample;
    Conv m_convLast;
};

SrResNet::SrResNet(const NetworkSpec& spec)
    : Network(spec)
    , m_convFirst(register_module("conv_first", makeConv(spec.inChannels, spec.features, wideKernel)))
    , m_preluFirst(register_module("prelu_first", makePrelu(slopes(spec))))
    , m_body(register_module("body", torch::nn::ModuleList()))
    , m_convBody(register_module("conv_body", makeConv(spec.features, spec.features)))
    , m_upsample(torch::nn::ModuleList())
    , m_convLast(makeConv(lastWidth(spec), spec.outChannels, wideKernel))
{
    m_convFirst->keepFp32();
    m_convLast->keepFp32();
    for (int i = 0; i < spec.blocks; ++i)
        m_body->push_back(ResidualBlock(spec));
    if (spec.bodyPrelu)
        m_bodyPrelu = register_module("prelu_body", makePrelu(slopes(spec)));
    else
        m_bnBody = register_module("bn_body", makeNorm(spec));
    register_module("upsample", m_upsample);
    for (int i = 0; i < std::countr_zero(unsigned(spec.scale)); ++i)
        m_upsample->push_back(Upsample(i == 0 ? spec.features : lastWidth(spec), spec));
    register_module(spec.linearOutput ? "conv_out" : "conv_last", m_convLast);
}

torch::Tensor SrResNet::forward(torch::Tensor input)
{
    const torch::Tensor first = prelu(m_preluFirst, m_convFirst->forward(input));
    torch::Tensor trunk = first;
    for (const auto& block : *m_body)
        trunk = block->as<ResidualBlock>()->forward(trunk);
    trunk = m_convBody->forward(trunk);
    trunk = addScaled(first, m_bodyPrelu ? prelu(m_bodyPrelu, trunk) : m_bnBody->forward(trunk));

    return runTail(trunk, {[this](const torch::Tensor& rows) { return enlarge(rows); }, spec().scale, 3,
                           tailBytes(int(m_convBody->weight.element_size()))});
}

/// The enlarged features before and after their activation, and the last convolution's fp32 input.
double SrResNet::tailBytes(int elementSize) const
{
    return double(spec().scale * spec().scale) * lastWidth(spec()) * (2.0 * elementSize + 4.0);
}

torch::Tensor SrResNet::enlarge(torch::Tensor features)
{
    for (const auto& step : *m_upsample)
        features = step->as<Upsample>()->forward(features);
    const torch::Tensor picture = m_convLast->forward(features);
    return spec().linearOutput ? picture : (torch::tanh(picture) + 1.0) / 2.0;
}

int SrResNet::receptiveRadius() const
{
    int pixels = wideKernel / 2;
    for (std::size_t i = 0; i < m_upsample->size(); ++i)
        pixels = coarserRadius(pixels, 2) + 1;
    return pixels + 1 + 2 * spec().blocks + wideKernel / 2;
}

WorkingBytes SrResNet::workingBytes(int elementSize) const
{
    // Three states of the trunk, and a result before and after its normalisation.
    const double trunk = 4.0 * spec().features;
    return convolutionalBytes(spec(), 3.0 * trunk + 3.0 * elementSize * spec().features,
                              tailBytes(elementSize));
}

std::string srresSizes(const NetworkSpec& spec)
{
    std::string text = featuresAndBlocks(spec);
    if (isKeras(spec))
        text += spec.upsampling == Upsampling::Nearest ? ", nearest upsampling"
                                                       : ", nearest upsampling with PReLU";
    if (spec.linearOutput)
        text += ", linear output";
    return text;
}

} // namespace

NetworkFamily srResNetFamily()
{
    const NetworkSpec small{.architecture = Architecture::SrResNet, .features = 16, .blocks = 2};
    NetworkSpec prelu = small;
    prelu.scale = 2;
    prelu.bodyPrelu = true;
    NetworkSpec nearest = small;
    nearest.upsampling = Upsampling::Nearest;
    NetworkSpec blog = small;
    blog.upsampling = Upsampling::NearestPrelu;
    blog.linearOutput = true;
    return {.architecture = Architecture::SrResNet,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<SrResNet>(spec);
            },
            .check = demandPowerOfTwo,
            .sizes = srresSizes,
            .selfCheckSpecs = {{"SRResNet x4", small},
                               {"SRResNet x2, PReLU body", prelu},
                               {"SRResNet x4, nearest", nearest},
                               {"SRResNet x4, nearest, PReLU, linear", blog}},
            .choosesTail = true};
}

} // namespace enlarger::nn
