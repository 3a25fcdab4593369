// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/concat_channels.h"
#include "core/nn/dysample.h"
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "core/nn/placed.h"
#include "core/nn/token_norm.h"
#include "core/nn/trunk.h"

#include <optional>

namespace enlarger::nn {

namespace {

constexpr int plksrGroups = 4; // of the group norm: no tensor tells, and nobody uses others
constexpr double groupNormEpsilon = 1e-5;
constexpr double plksrLayerNormEpsilon = 1e-6;

/// A block: channels mixed by two convolutions, a large kernel for some of them, attention, normalisation.
class PlksrBlock
{
public:
    PlksrBlock(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec)
        : m_widen(placed(root, path + ".channel_mixer.0", makeConv(spec.features, 2 * spec.features)))
        , m_narrow(placed(root, path + ".channel_mixer.2", makeConv(2 * spec.features, spec.features)))
        , m_large(
              placed(root, path + ".lk.conv", makeConv(spec.plksr.wide, spec.plksr.wide, spec.plksr.kernel)))
        , m_refine(placed(root, path + ".refine", makeConv(spec.features, spec.features, 1)))
        , m_wide(spec.plksr.wide)
    {
        if (spec.plksr.attention)
            m_attention = placed(root, path + ".attn.f.0", makeConv(spec.features, spec.features));
        if (spec.plksr.layerNorm)
            m_layerNorm = placed(root, path + ".layer_norm", TokenNorm(spec.features, plksrLayerNormEpsilon));
        else // a group norm has the same parameters
            m_groupNorm = placed(root, path + ".norm", TokenNorm(spec.features, groupNormEpsilon));
    }

    torch::Tensor forward(const torch::Tensor& input)
    {
        torch::Tensor x = m_widen->forward(m_layerNorm ? m_layerNorm->ofPicture(input) : input);
        x = m_narrow->forward(torch::mish(x));
        const std::int64_t others = x.size(1) - m_wide;
        const torch::Tensor large = m_large->forward(x.narrow(1, 0, m_wide));
        x = others > 0 ? concatChannels({large, x.narrow(1, m_wide, others)}) : large;
        if (m_attention)
            x = x * torch::sigmoid(m_attention->forward(x));
        x = m_refine->forward(x);
        if (m_groupNorm)
            x = torch::group_norm(x.to(torch::kFloat32), plksrGroups, m_groupNorm->weight(),
                                  m_groupNorm->bias(), groupNormEpsilon);
        return addScaled(input, x);
    }

private:
    Conv m_widen;
    Conv m_narrow;
    Conv m_large;
    Conv m_attention{nullptr};
    Conv m_refine;
    TokenNorm m_layerNorm{nullptr};
    TokenNorm m_groupNorm{nullptr};
    int m_wide;
};

/// RealPLKSR: all at LR size, added to the input repeated. Keys: feats.0, feats.N.{channel_mixer.0,
/// channel_mixer.2, lk.conv, attn.f.0, refine, norm or layer_norm}, feats.(N + 2) behind a place without
/// weights, to_img where DySample enlarges.
class RealPlksr : public Network
{
public:
    explicit RealPlksr(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;
    WorkingBytes workingBytes(int elementSize) const override;

private:
    Conv m_first;
    std::vector<PlksrBlock> m_blocks;
    Conv m_last;
    std::optional<DySample> m_sample;
};

RealPlksr::RealPlksr(const NetworkSpec& spec)
    : Network(spec)
    , m_first(placed(*this, "feats.0", makeConv(spec.inChannels, spec.features)))
    , m_last(nullptr)
{
    for (int i = 1; i <= spec.blocks; ++i)
        m_blocks.emplace_back(*this, "feats." + std::to_string(i), spec);
    const int shuffled = spec.inChannels * spec.scale * spec.scale;
    m_last = placed(*this, "feats." + std::to_string(spec.blocks + 2), makeConv(spec.features, shuffled));
    m_first->keepFp32();
    m_last->keepFp32();
    if (spec.plksr.dySampleGroups > 0)
        m_sample.emplace(*this, "to_img", shuffled, spec.plksr.dySampleEnd ? spec.outChannels : 0, spec.scale,
                         spec.plksr.dySampleGroups);
}

torch::Tensor RealPlksr::forward(torch::Tensor input)
{
    torch::Tensor features = m_first->forward(input);
    for (PlksrBlock& block : m_blocks)
        features = block.forward(features);
    const int copies = spec().scale * spec().scale;
    const torch::Tensor picture = m_last->forward(features) + torch::repeat_interleave(input, copies, 1);
    return m_sample ? m_sample->forward(picture) : torch::pixel_shuffle(picture, spec().scale);
}

int RealPlksr::receptiveRadius() const
{
    const PlksrSizes& sizes = spec().plksr;
    if (!sizes.layerNorm || m_sample) // group norm takes means of all; DySample looks where it wants to
        return unlimitedRadius;
    return spec().blocks * (2 + sizes.kernel / 2 + (sizes.attention ? 1 : 0)) + 2;
}

WorkingBytes RealPlksr::workingBytes(int elementSize) const
{
    // Measured on a CPU, what the allocator keeps of other sizes included. At most at once: a block's
    // input, the widened features before and behind their activation, and what is made of them.
    const double perFeature = 2.0 * 4.0 + 9.0 * elementSize;
    const double cells = double(spec().scale) * spec().scale;
    // Places to sample at: four states of x and y for each group, then the band.
    const double places = 4.0 * 8.0 * spec().plksr.dySampleGroups * cells;
    WorkingBytes bytes = convolutionalBytes(spec(), perFeature * spec().features);
    bytes.perPixel += places + 3.0 * 4.0 * spec().inChannels * cells;
    if (m_sample)
        bytes.fixed += std::int64_t(250) << 20; // a band at full size
    return bytes;
}

void checkRealPlksr(const NetworkSpec& spec)
{
    const PlksrSizes& sizes = spec.plksr;
    demand(sizes.kernel >= 1 && sizes.kernel <= 63 && sizes.kernel % 2 == 1,
           "RealPLKSR has a large kernel of an odd side, up to 63");
    demand(sizes.wide >= 1 && sizes.wide <= spec.features,
           "RealPLKSR has a large kernel for 1 to all features");
    demand(sizes.layerNorm || spec.features % plksrGroups == 0,
           "RealPLKSR with group norm has features in groups of 4");
    demand(spec.inChannels == spec.outChannels || sizes.dySampleEnd,
           "RealPLKSR gives as many channels as it takes");
    demand(sizes.dySampleGroups >= 0 && sizes.dySampleGroups <= 64 &&
               (sizes.dySampleGroups == 0 ||
                spec.inChannels * spec.scale * spec.scale % sizes.dySampleGroups == 0),
           "RealPLKSR samples features in groups of one size");
    demand(sizes.dySampleGroups > 0 || !sizes.dySampleEnd, "a last convolution belongs to DySample");
}

std::string realPlksrSizes(const NetworkSpec& spec)
{
    std::string text = featuresAndBlocks(spec) + ", kernel " + std::to_string(spec.plksr.kernel);
    if (!spec.plksr.attention)
        text += ", without attention";
    if (spec.plksr.layerNorm)
        text += ", layer norm";
    if (spec.plksr.dySampleGroups > 0)
        text += ", DySample";
    return text;
}

} // namespace

NetworkFamily realPlksrFamily()
{
    const NetworkSpec x4{.architecture = Architecture::RealPlksr,
                         .features = 16,
                         .blocks = 2,
                         .plksr = {.kernel = 13, .wide = 4}};
    NetworkSpec x2 = x4;
    x2.scale = 2;
    x2.plksr.layerNorm = true;
    x2.plksr.dySampleGroups = 4;
    x2.plksr.dySampleEnd = true;
    return {.architecture = Architecture::RealPlksr,
            .make = [](const NetworkSpec& spec) -> std::shared_ptr<Network> {
                return std::make_shared<RealPlksr>(spec);
            },
            .check = checkRealPlksr,
            .sizes = realPlksrSizes,
            .selfCheckSpecs = {{"RealPLKSR x4", x4}, {"RealPLKSR x2, layer norm, DySample", x2}},
            .fitsFp16 = false};
}

} // namespace enlarger::nn
