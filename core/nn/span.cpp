// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/branched_conv.h"
#include "core/nn/mean_colour.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/placed.h"

#include <array>

namespace enlarger::nn {

namespace {

constexpr int spanBlocks = 6;
constexpr double spanRange = 255.0;

/// Three convolutions whose last one says how much of their result, and of the input, goes on.
struct SpanBlock
{
    std::array<BranchedConv, 3> convs;

    struct Result
    {
        torch::Tensor features;
        torch::Tensor early; // behind the first convolution
    };
    Result forward(const torch::Tensor& x)
    {
        const torch::Tensor early = torch::silu(convs[0].forward(x));
        const torch::Tensor last = convs[2].forward(torch::silu(convs[1].forward(early)));
        return {(last + x) * (torch::sigmoid(last) - 0.5), early};
    }
};

/// SPAN. Keys: conv_1.eval_conv, block_N.cK_r.eval_conv, conv_2.eval_conv, conv_cat, upsampler.0; the buffer
/// no_norm, where there is one, says that the input is taken as it is. As it trains, each eval_conv is the
/// branches that fold into it (SpanSizes::branches).
class Span : public Network
{
public:
    explicit Span(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override { return 3 * spanBlocks + 3; }
    WorkingBytes workingBytes(int elementSize) const override;

private:
    BranchedConv m_first;
    std::vector<SpanBlock> m_blocks;
    BranchedConv m_second;
    Conv m_mixing;
    Conv m_last;
};

Span::Span(const NetworkSpec& spec)
    : Network(spec)
    , m_first(*this, "conv_1", spec.inChannels, spec.features, spec.span.branches)
    , m_second(*this, "conv_2", spec.features, spec.features, spec.span.branches)
    , m_mixing(register_module("conv_cat", makeConv(4 * spec.features, spec.features, 1)))
    , m_last(
          placed(*this, "upsampler.0", makeConv(spec.features, spec.outChannels * spec.scale * spec.scale)))
{
    for (int i = 1; i <= spanBlocks; ++i) {
        const std::string path = "block_" + std::to_string(i) + ".c";
        const auto conv = [&](int k) {
            return BranchedConv(*this, path + std::to_string(k) + "_r", spec.features, spec.features,
                                spec.span.branches);
        };
        m_blocks.push_back({{conv(1), conv(2), conv(3)}});
    }
    if (!spec.span.norm)
        register_buffer("no_norm", torch::zeros({1}));
    m_first.keepFp32();
    m_last->keepFp32();
}

torch::Tensor Span::forward(torch::Tensor input)
{
    if (spec().span.norm)
        input = (input - meanColour(input.size(1), input.options())) * spanRange;
    const torch::Tensor first = m_first.forward(input);
    SpanBlock::Result block{first, {}};
    torch::Tensor behindFirstBlock;
    for (SpanBlock& one : m_blocks) {
        block = one.forward(block.features);
        if (!behindFirstBlock.defined())
            behindFirstBlock = block.features;
    }
    const ConvImpl::Inputs parts{first, m_second.forward(block.features), behindFirstBlock, block.early};
    return torch::pixel_shuffle(m_last->forward(m_mixing->forward(parts)), spec().scale);
}

WorkingBytes Span::workingBytes(int elementSize) const
{
    // Five states in fp32 (first, behind the first block, in and out of a block, what lies between), and five
    // of convolutions: inside a block, or joined for the mixing one.
    return convolutionalBytes(spec(), (5.0 * 4.0 + 5.0 * elementSize) * spec().features);
}

void checkSpan(const NetworkSpec& spec)
{
    demand(spec.blocks == spanBlocks, "SPAN has 6 blocks");
    demand(spec.inChannels == 3 || !spec.span.norm,
           "SPAN with a normalised input takes pictures of 3 channels");
}

std::string spanSizes(const NetworkSpec& spec)
{
    return std::to_string(spec.features) + (spec.span.norm ? "" : ", without norm");
}

} // namespace

NetworkFamily spanFamily()
{
    const NetworkSpec x4{.architecture = Architecture::Span, .features = 16, .blocks = spanBlocks};
    NetworkSpec training = x4;
    training.span.branches = true;
    NetworkSpec grey = x4;
    grey.scale = 2;
    grey.inChannels = 1;
    grey.span.norm = false;
    return {.architecture = Architecture::Span,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<Span>(spec);
            },
            .check = checkSpan,
            .sizes = spanSizes,
            .selfCheckSpecs = {{"SPAN x4", x4},
                               {"SPAN x4, as it trains", training},
                               {"SPAN x2 without norm, from grey", grey}}};
}

} // namespace enlarger::nn
