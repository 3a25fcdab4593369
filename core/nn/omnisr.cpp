// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/omni_block.h"
#include "core/nn/placed.h"

namespace enlarger::nn {

namespace {

struct OmniGroup
{
    std::vector<OmniBlock> blocks;
    Conv last;
    OmniGate gate;

    torch::Tensor forward(const torch::Tensor& x)
    {
        torch::Tensor y = x;
        for (OmniBlock& block : blocks)
            y = block.forward(y);
        return gate.forward(last->forwardAdd({y}, x, 1.0));
    }
};

/// OmniSR. Keys: input, residual_layer.N.residual_layer.K (blocks, then a convolution), residual_layer.N.esa,
/// output, up.0.
class OmniSr : public Network
{
public:
    explicit OmniSr(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override { return unlimitedRadius; }
    WorkingBytes workingBytes(int elementSize) const override;
    int tileMultiple() const override { return spec().omni.window; }

private:
    Conv m_first;
    std::vector<OmniGroup> m_groups;
    Conv m_output;
    Conv m_last;
};

OmniSr::OmniSr(const NetworkSpec& spec)
    : Network(spec)
    , m_first(register_module("input", makeConv(spec.inChannels, spec.features, 3, spec.omni.bias)))
    , m_output(register_module("output", makeConv(spec.features, spec.features, 3, spec.omni.bias)))
    , m_last(placed(*this, "up.0",
                    makeConv(spec.features, spec.outChannels * spec.scale * spec.scale, 3, spec.omni.bias)))
{
    m_first->keepFp32();
    m_last->keepFp32();
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string group = "residual_layer." + std::to_string(i);
        const std::string path = group + ".residual_layer.";
        std::vector<OmniBlock> blocks;
        for (int k = 0; k < spec.omni.depth; ++k)
            blocks.emplace_back(*this, path + std::to_string(k), spec);
        m_groups.push_back({std::move(blocks),
                            placed(*this, path + std::to_string(spec.omni.depth),
                                   makeConv(spec.features, spec.features, 1, spec.omni.bias)),
                            OmniGate(*this, group + ".esa", spec.features)});
    }
}

torch::Tensor OmniSr::forward(torch::Tensor input)
{
    constexpr std::int64_t least = 16; // what its gates can look around in
    const std::int64_t window = spec().omni.window;
    const auto missing = [&](std::int64_t side) {
        return (std::max(side, least) + window - 1) / window * window - side;
    };
    const torch::Tensor padded =
        torch::constant_pad_nd(input, {0, missing(input.size(3)), 0, missing(input.size(2))});
    const torch::Tensor first = m_first->forward(padded);
    torch::Tensor features = first;
    for (OmniGroup& group : m_groups)
        features = group.forward(features);
    features = m_output->forwardAdd({features}, first, 1.0);
    return torch::pixel_shuffle(m_last->forward(features), spec().scale)
        .narrow(2, 0, input.size(2) * spec().scale)
        .narrow(3, 0, input.size(3) * spec().scale);
}

WorkingBytes OmniSr::workingBytes(int elementSize) const
{
    // Measured on a CPU, what the allocator keeps of other sizes included. At most at once: states of the
    // trunk, and in attention of features its queries, keys and values as they are, in fp32 and made units.
    const double wide = 6.0 * 4.0;
    const double attending = 4.0 * elementSize + 12.0 * 4.0;
    return convolutionalBytes(spec(), (wide + attending) * spec().features);
}

void checkOmniSr(const NetworkSpec& spec)
{
    demand(spec.features % 4 == 0, "OmniSR has 4 heads of equally many features");
    demand(spec.omni.depth >= 1 && spec.omni.depth <= 64, "OmniSR has groups of 1 to 64 blocks");
    demand(spec.omni.window >= 1 && spec.omni.window <= 64, "OmniSR has windows of up to 64 pixels");
}

std::string omniSrSizes(const NetworkSpec& spec)
{
    return std::to_string(spec.features) + "x" + std::to_string(spec.blocks * spec.omni.depth) + ", window " +
           std::to_string(spec.omni.window);
}

} // namespace

NetworkFamily omniSrFamily()
{
    const NetworkSpec x4{.architecture = Architecture::OmniSr, .features = 16, .blocks = 1};
    return {.architecture = Architecture::OmniSr,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<OmniSr>(spec);
            },
            .check = checkOmniSr,
            .sizes = omniSrSizes,
            .selfCheckSpecs = {{"OmniSR x4", x4}},
            .fitsFp16 = false};
}

} // namespace enlarger::nn
