// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block.h"
#include "core/nn/network_families.h"
#include "core/nn/trunk.h"

#include <bit>

namespace enlarger::nn {

namespace {

/// ESRGAN's generator in all its forms (see NetworkSpec). Keys: conv_first, body.N.rdbK.convI, conv_body,
/// conv_upI, conv_hr, conv_last.
class RrdbNet : public Network
{
public:
    explicit RrdbNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;
    WorkingBytes workingBytes(int elementSize) const override;

private:
    double tailBytes(int elementSize) const;       // per LR pixel of the trunk
    torch::Tensor enlarge(torch::Tensor features); // the convolutions behind the body

    int m_steps; // x2 each
    Conv m_convFirst;
    torch::nn::ModuleList m_body;
    Conv m_convBody;
    std::vector<Conv> m_convUps; // one per step
    Conv m_convHr;
    Conv m_convLast;
};

RrdbNet::RrdbNet(const NetworkSpec& spec)
    : Network(spec)
    , m_steps(std::countr_zero(unsigned(spec.scale * spec.unshuffle)))
    , m_convFirst(makeConv(spec.inChannels * spec.unshuffle * spec.unshuffle, spec.features))
    , m_convBody(makeConv(spec.features, spec.features))
    , m_convHr(makeConv(spec.features, spec.features))
    , m_convLast(makeConv(spec.features, spec.outChannels))
{
    m_convFirst->keepFp32();
    m_convLast->keepFp32();
    for (int i = 0; i < spec.blocks; ++i)
        m_body->push_back(Rrdb(spec));
    register_module("conv_first", m_convFirst);
    register_module("body", m_body);
    register_module("conv_body", m_convBody);
    for (int i = 1; i <= m_steps; ++i)
        m_convUps.push_back(
            register_module("conv_up" + std::to_string(i), makeConv(spec.features, spec.features)));
    register_module("conv_hr", m_convHr);
    register_module("conv_last", m_convLast);
}

torch::Tensor RrdbNet::forward(torch::Tensor input)
{
    if (spec().unshuffle > 1)
        input = torch::pixel_unshuffle(input, spec().unshuffle);
    const torch::Tensor first = m_convFirst->forward(input);
    torch::Tensor trunk = first;
    for (const auto& block : *m_body)
        trunk = block->as<Rrdb>()->forward(trunk);
    trunk = m_convBody->forwardAdd({trunk}, first, 1.0);

    return runTail(trunk, {[this](const torch::Tensor& rows) { return enlarge(rows); }, 1 << m_steps, 2,
                           tailBytes(int(m_convHr->weight.element_size()))});
}

/// Two tensors of features at the largest size, and the last convolution's fp32 input.
double RrdbNet::tailBytes(int elementSize) const
{
    return double(1 << (2 * m_steps)) * spec().features * (2.0 * elementSize + 4.0);
}

torch::Tensor RrdbNet::enlarge(torch::Tensor features)
{
    for (Conv& conv : m_convUps) {
        features =
            torch::upsample_nearest2d(conv->convert(features), {2 * features.size(2), 2 * features.size(3)});
        features = conv->forwardLeaky(features, leakySlope);
    }
    features = m_convHr->forwardLeaky(features, leakySlope);
    return m_convLast->forward(features);
}

int RrdbNet::receptiveRadius() const
{
    int pixels = 2; // conv_hr and conv_last, at the largest size
    for (int i = 0; i < m_steps; ++i)
        pixels = coarserRadius(pixels + 1, 2);
    pixels += 2 + 15 * spec().blocks; // conv_first, conv_body, five convolutions in each of three blocks
    return pixels * spec().unshuffle + spec().unshuffle - 1;
}

WorkingBytes RrdbNet::workingBytes(int elementSize) const
{
    // Four states of the trunk, its narrow copy where it is one, four results.
    const double wide = 4.0;
    const double trunk = wide * spec().features;
    const double copy = elementSize < wide ? elementSize * spec().features : 0;
    return convolutionalBytes(spec(), 4.0 * trunk + elementSize * 4.0 * spec().growth + copy,
                              tailBytes(elementSize));
}

void checkRrdbNet(const NetworkSpec& spec)
{
    demandPowerOfTwo(spec);
    demand(spec.growth >= 1 && spec.growth <= 4096,
           architectureName(spec.architecture) + std::string(" needs a growth of 1 to 4096"));
}

std::string rrdbSizes(const NetworkSpec& spec)
{
    std::string text = featuresAndBlocks(spec);
    if (spec.architecture == Architecture::RrdbNet)
        text += ", growth " + std::to_string(spec.growth);
    if (spec.unshuffle > 1)
        text += ", pixel-unshuffle " + std::to_string(spec.unshuffle);
    if (spec.plus)
        text += ", ESRGAN+";
    return text;
}

NetworkFamily family(Architecture architecture, std::vector<SelfCheckSpec> selfCheckSpecs)
{
    return {.architecture = architecture,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<RrdbNet>(spec);
            },
            .check = checkRrdbNet,
            .sizes = rrdbSizes,
            .selfCheckSpecs = std::move(selfCheckSpecs),
            .canUnshuffle = true};
}

} // namespace

NetworkFamily rrdbNetFamily()
{
    return family(
        Architecture::RrdbNet,
        {{"RRDBNet x4", {.features = 16, .blocks = 2, .growth = 8}},
         {"RRDBNet x4 wide", {.features = 64, .blocks = 2, .growth = 32}},
         {"RRDBNet x8", {.scale = 8, .features = 16, .blocks = 2, .growth = 8}},
         {"RRDBNet x2 by pixel-unshuffle",
          {.scale = 2, .features = 16, .blocks = 2, .growth = 8, .unshuffle = 2}},
         {"RRDBNet x1 by pixel-unshuffle",
          {.scale = 1, .features = 16, .blocks = 2, .growth = 8, .unshuffle = 4}},
         {"RRDBNet x4 grey", {.inChannels = 1, .outChannels = 1, .features = 16, .blocks = 2, .growth = 8}},
         {"RRDBNet x4, ESRGAN+", {.features = 16, .blocks = 2, .growth = 8, .plus = true}}});
}

NetworkFamily rrdbNetKerasFamily()
{
    return family(
        Architecture::RrdbNetKeras,
        {{"RRDBNet x4, Keras",
          {.architecture = Architecture::RrdbNetKeras, .features = 16, .blocks = 2, .growth = 16}}});
}

} // namespace enlarger::nn
