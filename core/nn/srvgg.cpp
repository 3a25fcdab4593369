// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_conv.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/prelu.h"

namespace enlarger::nn {

namespace {

/// SRVGGNetCompact: all at LR size, and added to the nearest enlargement. Keys: body.0 (convolution), body.1
/// (PReLU), ... body.2L (convolution to the pixels of the output).
class Srvgg : public Network
{
public:
    explicit Srvgg(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override { return spec().blocks + 2; }
    WorkingBytes workingBytes(int elementSize) const override
    {
        return convolutionalBytes(spec(), 3.0 * elementSize * spec().features);
    }

private:
    torch::nn::ModuleList m_body;
    std::vector<Conv> m_convs;
    std::vector<torch::nn::PReLU> m_prelus; // one fewer
};

Srvgg::Srvgg(const NetworkSpec& spec)
    : Network(spec)
    , m_body(register_module("body", torch::nn::ModuleList()))
{
    for (int i = 0; i <= spec.blocks; ++i) {
        m_convs.push_back(makeConv(i == 0 ? spec.inChannels : spec.features, spec.features));
        m_prelus.push_back(makePrelu(spec.features));
        m_body->push_back(m_convs.back());
        m_body->push_back(m_prelus.back());
    }
    m_convs.push_back(makeConv(spec.features, spec.outChannels * spec.scale * spec.scale));
    m_body->push_back(m_convs.back());
    m_convs.front()->keepFp32();
    m_convs.back()->keepFp32();
}

torch::Tensor Srvgg::forward(torch::Tensor input)
{
    torch::Tensor features = input;
    for (std::size_t i = 0; i < m_prelus.size(); ++i)
        features = prelu(m_prelus[i], m_convs[i]->forward(features));
    const torch::Tensor detail = torch::pixel_shuffle(m_convs.back()->forward(features), spec().scale);
    const torch::Tensor base = torch::upsample_nearest2d(input, {detail.size(2), detail.size(3)});
    return detail + base; // a grey base is spread over the output's channels
}

} // namespace

NetworkFamily srvggFamily()
{
    return {.architecture = Architecture::Srvgg,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<Srvgg>(spec);
            },
            .check = demandMatchingChannels,
            .sizes = featuresAndBlocks,
            .selfCheckSpecs = {
                {"SRVGGNetCompact x4", {.architecture = Architecture::Srvgg, .features = 16, .blocks = 2}}}};
}

} // namespace enlarger::nn
