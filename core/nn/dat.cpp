// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/attention_tail.h"
#include "core/nn/dat_attention.h"
#include "core/nn/mean_colour.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/placed.h"

namespace enlarger::nn {

namespace {

/// Attention in windows or of features, and two layers with a gate of half of their features between.
class DatBlock
{
public:
    DatBlock(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec,
             std::unique_ptr<DatAttention> attention)
        : m_norm1(placed(root, path + ".norm1", TokenNorm(spec.features)))
        , m_attention(std::move(attention))
        , m_norm2(placed(root, path + ".norm2", TokenNorm(spec.features)))
        , m_widen(placed(root, path + ".ffn.fc1", Dense(spec.features, spec.attention.hidden)))
        , m_gateNorm(placed(root, path + ".ffn.sg.norm", TokenNorm(spec.attention.hidden / 2)))
        , m_gate(placed(root, path + ".ffn.sg.conv", makeDepthwiseConv(spec.attention.hidden / 2)))
        , m_narrow(placed(root, path + ".ffn.fc2", Dense(spec.attention.hidden / 2, spec.features)))
    {}

    torch::Tensor forward(const torch::Tensor& tokens)
    {
        const torch::Tensor x = tokens + m_attention->forward(m_norm1->forward(tokens));
        const torch::Tensor wide = torch::gelu(m_widen->forward(m_norm2->forward(x)));
        const std::int64_t half = wide.size(3) / 2;
        const torch::Tensor gate =
            tokensOf(m_gate->forward(pictureOf(m_gateNorm->forward(wide.narrow(3, half, half)))));
        return x + m_narrow->forward(wide.narrow(3, 0, half) * gate);
    }

private:
    TokenNorm m_norm1;
    std::unique_ptr<DatAttention> m_attention;
    TokenNorm m_norm2;
    Dense m_widen;
    TokenNorm m_gateNorm;
    Conv m_gate;
    Dense m_narrow;
};

struct DatGroup
{
    std::vector<DatBlock> blocks;
    GroupConvs convs;
};

/// Whether a spatial block's windows are shifted: every second one of its kind, in turn between groups.
bool isShifted(int group, int block)
{
    return group % 2 == 0 ? block % 4 == 2 : block % 4 == 0;
}

/// DAT. Keys: conv_first, before_RG.1, layers.N.blocks.K.{norm1, attn, norm2, ffn}, layers.N.conv, norm,
/// conv_after_body, and those of AttentionUpscaler.
class Dat : public Network
{
public:
    explicit Dat(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override { return unlimitedRadius; }
    WorkingBytes workingBytes(int elementSize) const override;
    int tileMultiple() const override
    {
        return std::max(spec().attention.windowHeight, spec().attention.windowWidth);
    }

private:
    Conv m_first;
    TokenNorm m_normFirst;
    std::vector<DatGroup> m_groups;
    TokenNorm m_normLast;
    GroupConvs m_afterBody;
    AttentionUpscaler m_upscaler;
};

Dat::Dat(const NetworkSpec& spec)
    : Network(spec)
    , m_first(register_module("conv_first", makeConv(spec.inChannels, spec.features)))
    , m_normFirst(placed(*this, "before_RG.1", TokenNorm(spec.features)))
    , m_normLast(register_module("norm", TokenNorm(spec.features)))
    , m_afterBody(*this, "conv_after_body", spec.features, spec.attention.groupConvs)
    , m_upscaler(*this, spec)
{
    m_first->keepFp32();
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string group = "layers." + std::to_string(i);
        const int heads = spec.attention.heads[std::size_t(i)];
        std::vector<DatBlock> blocks;
        for (int k = 0; k < spec.attention.depths[std::size_t(i)]; ++k) {
            const std::string path = group + ".blocks." + std::to_string(k);
            std::unique_ptr<DatAttention> attention;
            if (k % 2 == 0)
                attention = std::make_unique<DatSpatialAttention>(*this, path + ".attn", spec, heads,
                                                                  isShifted(i, k));
            else
                attention = std::make_unique<DatChannelAttention>(*this, path + ".attn", spec, heads);
            blocks.emplace_back(*this, path, spec, std::move(attention));
        }
        m_groups.push_back({std::move(blocks),
                            GroupConvs(*this, group + ".conv", spec.features, spec.attention.groupConvs)});
    }
}

torch::Tensor Dat::forward(torch::Tensor input)
{
    const torch::Tensor mean = meanColour(spec().inChannels, input.options());
    const torch::Tensor first = m_first->forward(input - mean);
    torch::Tensor tokens = m_normFirst->forward(tokensOf(first));
    for (DatGroup& group : m_groups) {
        torch::Tensor x = tokens;
        for (DatBlock& block : group.blocks)
            x = block.forward(x);
        tokens = tokensOf(group.convs.forwardAdd(pictureOf(x), pictureOf(tokens)));
    }
    const torch::Tensor features = m_afterBody.forwardAdd(pictureOf(m_normLast->forward(tokens)), first);
    return m_upscaler.forward(features) + mean;
}

WorkingBytes Dat::workingBytes(int elementSize) const
{
    // Measured on a CPU, what the allocator keeps of other sizes included. At most at once: five states
    // in fp32, and in attention queries, keys and values, half of them in windows, and three states of those
    // in fp32; or the widened features before and behind their activation, and half of them normalised.
    const double features = spec().features, hidden = spec().attention.hidden;
    const double wide = 5.0 * 4.0 * features;
    const double attending = (10.0 * elementSize + 8.0 * 4.0) * features;
    const double mixing = (4.0 * elementSize + 2.0 * 4.0) * hidden;
    return convolutionalBytes(spec(), wide + std::max(attending, mixing),
                              m_upscaler.bytesPerPixel(elementSize));
}

void checkDat(const NetworkSpec& spec)
{
    const AttentionSizes& sizes = spec.attention;
    demandAttention(spec);
    demand(sizes.windowHeight > 1 && sizes.windowWidth > 1 &&
               std::max(sizes.windowHeight, sizes.windowWidth) %
                       std::min(sizes.windowHeight, sizes.windowWidth) ==
                   0,
           "DAT has windows whose longer side is a multiple of the shorter");
    demand(sizes.tail == AttentionTail::Shuffle || sizes.tail == AttentionTail::Direct,
           "DAT enlarges by pixel shuffle");
    demand(spec.features >= 16 && spec.features % 2 == 0, "DAT needs an even number of features, 16 or more");
    for (const int heads : sizes.heads)
        demand(heads >= 2 && spec.features / 2 % (heads / 2) == 0,
               "DAT has heads for both halves of its features");
    demand(sizes.hidden % 2 == 0, "DAT has a gate of half of the features between layers");
    demand(spec.inChannels == spec.outChannels, "DAT gives as many channels as it takes");
}

std::string datSizes(const NetworkSpec& spec)
{
    return attentionSizes(spec) + (spec.attention.tail == AttentionTail::Direct ? ", light" : "");
}

} // namespace

NetworkFamily datFamily()
{
    const AttentionSizes sizes{
        .depths = {3}, .heads = {2}, .windowHeight = 8, .windowWidth = 16, .hidden = 48, .tailFeatures = 16};
    const NetworkSpec x4{.architecture = Architecture::Dat, .features = 32, .blocks = 1, .attention = sizes};
    NetworkSpec x3 = x4;
    x3.scale = 3;
    x3.attention.tail = AttentionTail::Direct;
    x3.attention.groupConvs = 3;
    return {.architecture = Architecture::Dat,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<Dat>(spec);
            },
            .check = checkDat,
            .sizes = datSizes,
            .selfCheckSpecs = {{"DAT x4", x4}, {"DAT x3, light", x3}},
            .fitsFp16 = false};
}

} // namespace enlarger::nn
