// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/attention_tail.h"

#include "core/nn/network_families.h"
#include "core/nn/placed.h"
#include "core/nn/trunk.h"

#include <bit>
#include <numeric>

namespace enlarger::nn {

namespace {

constexpr double tailSlope = 0.2;
constexpr double slopeBefore = 0.01; // PyTorch's default

int bodyScale(const NetworkSpec& spec)
{
    return spec.scale * spec.unshuffle;
}

} // namespace

GroupConvs::GroupConvs(torch::nn::Module& root, const std::string& path, int features, int count)
{
    if (count == 1) {
        m_convs.push_back(placed(root, path, makeConv(features, features)));
        return;
    }
    const int narrow = features / 4;
    m_convs.push_back(placed(root, path + ".0", makeConv(features, narrow)));
    m_convs.push_back(placed(root, path + ".2", makeConv(narrow, narrow, 1)));
    m_convs.push_back(placed(root, path + ".4", makeConv(narrow, features)));
}

torch::Tensor GroupConvs::forwardAdd(const torch::Tensor& features, const torch::Tensor& sum)
{
    torch::Tensor x = features;
    for (std::size_t i = 0; i + 1 < m_convs.size(); ++i)
        x = m_convs[i]->forwardLeaky(x, tailSlope);
    return m_convs.back()->forwardAdd({x}, sum, 1.0);
}

AttentionUpscaler::AttentionUpscaler(torch::nn::Module& root, const NetworkSpec& spec)
    : m_spec(spec)
    , m_scale(bodyScale(spec))
{
    const int features = spec.attention.tailFeatures;
    const AttentionTail tail = spec.attention.tail;
    if (tail == AttentionTail::Direct) {
        m_last = placed(root, "upsample.0", makeConv(spec.features, spec.outChannels * m_scale * m_scale));
    } else if (tail == AttentionTail::None) {
        m_last = placed(root, "conv_last", makeConv(spec.features, spec.outChannels));
    } else {
        m_before = placed(root, "conv_before_upsample.0", makeConv(spec.features, features));
        m_factor = m_scale == 3 ? 3 : 2;
        const int steps = m_scale == 3 ? 1 : std::countr_zero(unsigned(m_scale));
        const bool shuffles = tail == AttentionTail::Shuffle;
        for (int i = 0; i < steps; ++i)
            m_steps.push_back(placed(
                root, shuffles ? "upsample." + std::to_string(2 * i) : "conv_up" + std::to_string(i + 1),
                makeConv(features, shuffles ? features * m_factor * m_factor : features)));
        if (!shuffles)
            m_hr = placed(root, "conv_hr", makeConv(features, features));
        m_last = placed(root, "conv_last", makeConv(features, spec.outChannels));
    }
    m_last->keepFp32();
}

torch::Tensor AttentionUpscaler::forward(const torch::Tensor& features)
{
    const int elementSize = int((m_before ? m_before : m_last)->weight.element_size());
    return runTail(features, {[this](const torch::Tensor& rows) { return enlarge(rows); }, m_scale, radius(),
                              bytesPerPixel(elementSize)});
}

torch::Tensor AttentionUpscaler::enlarge(torch::Tensor features)
{
    if (m_before)
        features = m_before->forwardLeaky(features, slopeBefore);
    for (Conv& conv : m_steps) {
        if (m_hr) {
            features = torch::upsample_nearest2d(conv->convert(features),
                                                 {2 * features.size(2), 2 * features.size(3)});
            features = conv->forwardLeaky(features, tailSlope);
        } else {
            features = torch::pixel_shuffle(conv->forward(features), m_factor);
        }
    }
    if (m_hr)
        features = m_hr->forwardLeaky(features, tailSlope);
    features = m_last->forward(features);
    return m_spec.attention.tail == AttentionTail::Direct ? torch::pixel_shuffle(features, m_scale)
                                                          : features;
}

int AttentionUpscaler::radius() const
{
    int pixels = m_hr ? 2 : 1;
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        pixels = m_hr ? coarserRadius(pixels + 1, 2) : coarserRadius(pixels, m_factor) + 1;
    return pixels + (m_before ? 1 : 0);
}

double AttentionUpscaler::bytesPerPixel(int elementSize) const
{
    const double pixels = double(m_scale) * m_scale;
    return m_before ? pixels * m_spec.attention.tailFeatures * (2.0 * elementSize + 4.0)
                    : 2.0 * 4.0 * pixels * m_spec.outChannels;
}

void demandAttention(const NetworkSpec& spec)
{
    const AttentionSizes& sizes = spec.attention;
    const std::string name = architectureName(spec.architecture);
    demand(std::ssize(sizes.depths) == spec.blocks && std::ssize(sizes.heads) == spec.blocks,
           name + " has a depth and heads for each group of blocks");
    for (std::size_t i = 0; i < sizes.depths.size(); ++i) {
        demand(sizes.depths[i] >= 1 && sizes.depths[i] <= 256, name + " has groups of 1 to 256 blocks");
        demand(sizes.heads[i] >= 1 && spec.features % sizes.heads[i] == 0,
               name + " has heads of equally many features");
    }
    const auto isWindow = [](int side) { return side >= 1 && side <= 64; };
    demand(isWindow(sizes.windowHeight) && isWindow(sizes.windowWidth),
           name + " has windows of up to 64 pixels");
    demand(sizes.hidden >= 1 && sizes.hidden <= 65536, name + " needs 1 to 65536 features between layers");
    demand(sizes.groupConvs == 1 || (sizes.groupConvs == 3 && spec.features >= 4),
           name + " has 1 or 3 convolutions behind a group");
    demand(sizes.tailFeatures >= 1 && sizes.tailFeatures <= 4096, name + " enlarges 1 to 4096 features");
    const int scale = bodyScale(spec);
    const bool isPower = std::has_single_bit(unsigned(scale));
    demand(sizes.tail != AttentionTail::Shuffle || isPower || scale == 3,
           name + " enlarges 1, 2, 3, 4, 8 or 16 times");
    demand(sizes.tail != AttentionTail::Nearest || (isPower && scale > 1),
           name + " with nearest upsampling enlarges 2, 4, 8 or 16 times");
    demand(sizes.tail != AttentionTail::None || (scale == 1 && spec.inChannels == spec.outChannels),
           name + " without upsampling gives a picture like its input");
}

std::string attentionSizes(const NetworkSpec& spec)
{
    const AttentionSizes& sizes = spec.attention;
    std::string text = std::to_string(spec.features) + "x" +
                       std::to_string(std::accumulate(sizes.depths.begin(), sizes.depths.end(), 0));
    if (sizes.windowHeight == sizes.windowWidth)
        text += ", window " + std::to_string(sizes.windowHeight);
    else
        text += ", windows " + std::to_string(sizes.windowHeight) + " x " + std::to_string(sizes.windowWidth);
    if (spec.unshuffle > 1)
        text += ", pixel-unshuffle " + std::to_string(spec.unshuffle);
    return text;
}

} // namespace enlarger::nn
