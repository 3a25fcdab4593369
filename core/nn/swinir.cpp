// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/attention_tail.h"
#include "core/nn/dense.h"
#include "core/nn/mean_colour.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/placed.h"
#include "core/nn/token_norm.h"
#include "core/nn/windows.h"

#include <numeric>

namespace enlarger::nn {

namespace {

/// Attention in windows, shifted ones in every second block, and two layers that mix features.
class SwinBlock
{
public:
    SwinBlock(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec, int heads,
              bool isShifted)
        : m_heads(heads)
        , m_windows{spec.attention.windowHeight, spec.attention.windowWidth,
                    isShifted ? spec.attention.windowHeight / 2 : 0,
                    isShifted ? spec.attention.windowWidth / 2 : 0}
        , m_positions(relativePositions(m_windows.height, m_windows.width))
        , m_norm1(placed(root, path + ".norm1", TokenNorm(spec.features)))
        , m_qkv(placed(root, path + ".attn.qkv",
                       Dense(spec.features, 3 * spec.features, spec.attention.qkvBias)))
        , m_proj(placed(root, path + ".attn.proj", Dense(spec.features, spec.features)))
        , m_norm2(placed(root, path + ".norm2", TokenNorm(spec.features)))
        , m_widen(placed(root, path + ".mlp.fc1", Dense(spec.features, spec.attention.hidden)))
        , m_narrow(placed(root, path + ".mlp.fc2", Dense(spec.attention.hidden, spec.features)))
    {
        const std::int64_t positions = (2 * m_windows.height - 1) * (2 * m_windows.width - 1);
        m_table =
            placeAt(root, path + ".attn")
                .register_parameter("relative_position_bias_table", torch::randn({positions, heads}) * 0.02);
    }

    torch::Tensor forward(const torch::Tensor& tokens)
    {
        torch::Tensor qkv = m_qkv->forward(m_norm1->forward(tokens));
        qkv = qkv.view({qkv.size(0), qkv.size(1), qkv.size(2), 3, -1});
        const torch::Tensor attended =
            windowAttention(std::move(qkv), m_heads, m_windows, biasFrom(m_table, m_positions));
        const torch::Tensor x = tokens + m_proj->forward(attended);
        return x + m_narrow->forward(torch::gelu(m_widen->forward(m_norm2->forward(x))));
    }

private:
    int m_heads;
    Windows m_windows;
    torch::Tensor m_positions;
    TokenNorm m_norm1;
    Dense m_qkv;
    Dense m_proj;
    TokenNorm m_norm2;
    Dense m_widen;
    Dense m_narrow;
    torch::Tensor m_table;
};

struct SwinGroup
{
    std::vector<SwinBlock> blocks;
    GroupConvs convs;
};

/// SwinIR. Keys: conv_first (conv_first.1 behind a pixel-unshuffle), patch_embed.norm,
/// layers.N.residual_group.blocks.K.{norm1, attn, norm2, mlp}, layers.N.conv, norm, conv_after_body, and
/// those of AttentionUpscaler.
class SwinIr : public Network
{
public:
    explicit SwinIr(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;
    WorkingBytes workingBytes(int elementSize) const override;
    int tileMultiple() const override { return spec().attention.windowHeight * spec().unshuffle; }

private:
    torch::Tensor body(const torch::Tensor& first);

    double m_range; // of the pixels' numbers
    Conv m_first;
    TokenNorm m_normFirst;
    std::vector<SwinGroup> m_groups;
    TokenNorm m_normLast;
    GroupConvs m_afterBody;
    AttentionUpscaler m_upscaler;
};

SwinIr::SwinIr(const NetworkSpec& spec)
    : Network(spec)
    // Windows of 7 suit JPEG's blocks of 8; those networks alone know pixels as 0 to 255.
    , m_range(spec.attention.windowHeight == 7 ? 255.0 : 1.0)
    , m_first(placed(*this, spec.unshuffle > 1 ? "conv_first.1" : "conv_first",
                     makeConv(spec.inChannels * spec.unshuffle * spec.unshuffle, spec.features)))
    , m_normFirst(placed(*this, "patch_embed.norm", TokenNorm(spec.features)))
    , m_normLast(placed(*this, "norm", TokenNorm(spec.features)))
    , m_afterBody(*this, "conv_after_body", spec.features, spec.attention.groupConvs)
    , m_upscaler(*this, spec)
{
    m_first->keepFp32();
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string path = "layers." + std::to_string(i);
        std::vector<SwinBlock> blocks;
        for (int k = 0; k < spec.attention.depths[std::size_t(i)]; ++k)
            blocks.emplace_back(*this, path + ".residual_group.blocks." + std::to_string(k), spec,
                                spec.attention.heads[std::size_t(i)], k % 2 == 1);
        m_groups.push_back(
            {std::move(blocks), GroupConvs(*this, path + ".conv", spec.features, spec.attention.groupConvs)});
    }
}

torch::Tensor SwinIr::body(const torch::Tensor& first)
{
    torch::Tensor tokens = m_normFirst->forward(tokensOf(first));
    for (SwinGroup& group : m_groups) {
        torch::Tensor x = tokens;
        for (SwinBlock& block : group.blocks)
            x = block.forward(x);
        tokens = tokensOf(group.convs.forwardAdd(pictureOf(x), pictureOf(tokens)));
    }
    return m_afterBody.forwardAdd(pictureOf(m_normLast->forward(tokens)), first);
}

torch::Tensor SwinIr::forward(torch::Tensor input)
{
    const std::int64_t height = input.size(2) * spec().scale, width = input.size(3) * spec().scale;
    const torch::Tensor padded = mirroredTo(input, tileMultiple());
    const torch::Tensor mean = meanColour(spec().inChannels, input.options());
    const torch::Tensor x = (padded - mean) * m_range;
    const torch::Tensor features =
        body(m_first->forward(spec().unshuffle > 1 ? torch::pixel_unshuffle(x, spec().unshuffle) : x));
    torch::Tensor result = m_upscaler.forward(features);
    if (spec().attention.tail == AttentionTail::None)
        result = result + x;
    result = result / m_range + (spec().outChannels == spec().inChannels ? mean : torch::zeros_like(mean));
    return result.narrow(2, 0, height).narrow(3, 0, width);
}

int SwinIr::receptiveRadius() const
{
    const AttentionSizes& sizes = spec().attention;
    const int blocks = std::accumulate(sizes.depths.begin(), sizes.depths.end(), 0);
    const int perGroup = sizes.groupConvs == 1 ? 1 : 2;
    const int pixels =
        1 + blocks * (sizes.windowHeight - 1) + (spec().blocks + 1) * perGroup + m_upscaler.radius();
    return pixels * spec().unshuffle + spec().unshuffle - 1;
}

WorkingBytes SwinIr::workingBytes(int elementSize) const
{
    // Measured on a CPU, what the allocator keeps of other sizes included. At most at once are the first
    // features, the input of a group and of a block, queries, keys and values, the same shifted, and what
    // comes out.
    const double perFeature = 6.0 * 4.0 + 17.0 * elementSize;
    const double widened = 4.0 * elementSize * std::max(spec().attention.hidden - 2 * spec().features, 0);
    return convolutionalBytes(spec(), perFeature * spec().features + widened,
                              m_upscaler.bytesPerPixel(elementSize));
}

void checkSwinIr(const NetworkSpec& spec)
{
    demandAttention(spec);
    demand(spec.attention.windowHeight == spec.attention.windowWidth, "SwinIR has square windows");
}

std::string swinIrSizes(const NetworkSpec& spec)
{
    const AttentionTail tail = spec.attention.tail;
    return attentionSizes(spec) + (tail == AttentionTail::Nearest  ? ", nearest"
                                   : tail == AttentionTail::Direct ? ", direct"
                                   : tail == AttentionTail::None   ? ", no upsampling"
                                                                   : "");
}

} // namespace

NetworkFamily swinIrFamily()
{
    const AttentionSizes sizes{
        .depths = {2}, .heads = {2}, .hidden = 24, .tail = AttentionTail::Nearest, .tailFeatures = 16};
    const NetworkSpec x4{
        .architecture = Architecture::SwinIr, .features = 12, .blocks = 1, .attention = sizes};
    NetworkSpec x3 = x4;
    x3.scale = 3;
    x3.attention.tail = AttentionTail::Shuffle;
    x3.attention.groupConvs = 3;
    return {.architecture = Architecture::SwinIr,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<SwinIr>(spec);
            },
            .check = checkSwinIr,
            .sizes = swinIrSizes,
            .selfCheckSpecs = {{"SwinIR x4", x4}, {"SwinIR x3", x3}},
            .canUnshuffle = true,
            .fitsFp16 = false};
}

} // namespace enlarger::nn
