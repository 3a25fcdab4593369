// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_conv.h"
#include "core/nn/initial_weights.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/trunk.h"

namespace enlarger::nn {

namespace {

constexpr double msrSlope = 0.1;

class PlainBlockImpl : public torch::nn::Module
{
public:
    explicit PlainBlockImpl(int features)
        : m_conv1(register_module("conv1", makeConv(features, features)))
        , m_conv2(register_module("conv2", makeConv(features, features)))
    {
        initialiseSmall(*m_conv1);
        initialiseSmall(*m_conv2);
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        return m_conv2->forwardAdd({m_conv1->forwardLeaky(x, 0.0)}, x, 1.0);
    }

private:
    Conv m_conv1;
    Conv m_conv2;
};
TORCH_MODULE(PlainBlock);

/// BasicSR's SRResNet without batch norm, which adds to a bilinear enlargement. Keys: conv_first,
/// body.N.{conv1,conv2}, upconv1, upconv2 (x4), conv_hr, conv_last.
class MsrResNet : public Network
{
public:
    explicit MsrResNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;
    WorkingBytes workingBytes(int elementSize) const override;

private:
    double tailBytes(int elementSize) const; // per LR pixel of the trunk
    torch::Tensor enlarge(torch::Tensor features);

    int m_factor; // of one step: x4 is two steps of x2
    Conv m_convFirst;
    torch::nn::ModuleList m_body;
    std::vector<Conv> m_upConvs;
    Conv m_convHr;
    Conv m_convLast;
};

MsrResNet::MsrResNet(const NetworkSpec& spec)
    : Network(spec)
    , m_factor(spec.scale == 4 ? 2 : spec.scale)
    , m_convFirst(register_module("conv_first", makeConv(spec.inChannels, spec.features)))
    , m_body(register_module("body", torch::nn::ModuleList()))
    , m_convHr(makeConv(spec.features, spec.features))
    , m_convLast(makeConv(spec.features, spec.outChannels))
{
    m_convFirst->keepFp32();
    m_convLast->keepFp32();
    for (int i = 0; i < spec.blocks; ++i)
        m_body->push_back(PlainBlock(spec.features));
    for (int i = 1; i <= (spec.scale == 4 ? 2 : 1); ++i) {
        const int shuffled = spec.features * m_factor * m_factor;
        m_upConvs.push_back(register_module("upconv" + std::to_string(i), makeConv(spec.features, shuffled)));
        initialiseSmall(*m_upConvs.back());
    }
    register_module("conv_hr", m_convHr);
    register_module("conv_last", m_convLast);
    for (ConvImpl* conv : {m_convFirst.get(), m_convHr.get(), m_convLast.get()})
        initialiseSmall(*conv);
}

torch::Tensor MsrResNet::forward(torch::Tensor input)
{
    torch::Tensor trunk = m_convFirst->forwardLeaky(input, msrSlope);
    for (const auto& block : *m_body)
        trunk = block->as<PlainBlock>()->forward(trunk);

    const torch::Tensor detail =
        runTail(trunk, {[this](const torch::Tensor& rows) { return enlarge(rows); }, spec().scale, 3,
                        tailBytes(int(m_convHr->weight.element_size()))});
    return detail + torch::upsample_bilinear2d(input, {detail.size(2), detail.size(3)}, false);
}

torch::Tensor MsrResNet::enlarge(torch::Tensor features)
{
    for (Conv& conv : m_upConvs) {
        features = torch::pixel_shuffle(conv->forward(features), m_factor);
        torch::leaky_relu_(features, msrSlope);
    }
    return m_convLast->forward(m_convHr->forwardLeaky(features, msrSlope));
}

int MsrResNet::receptiveRadius() const
{
    int pixels = 2; // conv_hr and conv_last
    for (std::size_t i = 0; i < m_upConvs.size(); ++i)
        pixels = coarserRadius(pixels, m_factor) + 1;
    return pixels + 2 * spec().blocks + 1;
}

double MsrResNet::tailBytes(int elementSize) const
{
    return double(spec().scale * spec().scale) * spec().features * (2.0 * elementSize + 4.0);
}

WorkingBytes MsrResNet::workingBytes(int elementSize) const
{
    // Three states of the trunk, and a result before and after its activation.
    const double trunk = 4.0 * spec().features;
    return convolutionalBytes(spec(), 3.0 * trunk + 3.0 * elementSize * spec().features,
                              tailBytes(elementSize));
}

void checkMsrResNet(const NetworkSpec& spec)
{
    demand(spec.scale >= 2 && spec.scale <= 4,
           architectureName(spec.architecture) + std::string(" enlarges 2, 3 or 4 times"));
    demandMatchingChannels(spec);
}

} // namespace

NetworkFamily msrResNetFamily()
{
    const NetworkSpec x4{.architecture = Architecture::MsrResNet, .features = 16, .blocks = 2};
    NetworkSpec x3 = x4;
    x3.scale = 3;
    return {.architecture = Architecture::MsrResNet,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<MsrResNet>(spec);
            },
            .check = checkMsrResNet,
            .sizes = featuresAndBlocks,
            .selfCheckSpecs = {{"MSRResNet x4", x4}, {"MSRResNet x3", x3}}};
}

} // namespace enlarger::nn
