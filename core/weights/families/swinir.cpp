// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/attention_keys.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/tensor_sizes.h"

#include <algorithm>
#include <numeric>

namespace enlarger::weights {

namespace {

constexpr const char* tableName = "attn.relative_position_bias_table";

std::string blockPath(int group, int block)
{
    return fmt::format("layers.{}.residual_group.blocks.{}.", group, block);
}

bool isSwinIr(const StateDict& tensors)
{
    return (tensors.has("conv_first.weight") || tensors.has("conv_first.1.weight")) &&
           tensors.has(blockPath(0, 0) + tableName) && tensors.has(blockPath(0, 0) + "mlp.fc1.weight");
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::SwinIr;
    const bool takesApart = !tensors.has("conv_first.weight");
    const std::string first = takesApart ? "conv_first.1" : "conv_first";
    const int inputs = sizes.inputs(first);
    spec.features = sizes.outputs(first);
    spec.unshuffle = takesApart ? rootOf(inputs / 3) : 1; // of RGB: others are not known
    if (takesApart && (inputs % 3 != 0 || spec.unshuffle < 2))
        fail(fmt::format("the convolution {} takes {} channels, which are no RGB picture taken apart",
                         inQuotes(first), inputs));
    spec.inChannels = inputs / (spec.unshuffle * spec.unshuffle);

    nn::AttentionSizes& attention = spec.attention;
    spec.blocks = layerCount(tensors, "layers.");
    for (int i = 0; i < spec.blocks; ++i) {
        attention.depths.push_back(layerCount(tensors, fmt::format("layers.{}.residual_group.blocks.", i)));
        attention.heads.push_back(sizes.of(blockPath(i, 0) + tableName, 2, 1));
    }
    checkBlockCount(tensors, std::accumulate(attention.depths.begin(), attention.depths.end(), 0));
    const int positions = sizes.of(blockPath(0, 0) + tableName, 2, 0);
    const int across = rootOf(positions); // 2 x window - 1
    if (across % 2 == 0)
        fail(fmt::format("the tensor {} has {} rows, which fit no window",
                         inQuotes(blockPath(0, 0) + tableName), positions));
    attention.windowHeight = attention.windowWidth = (across + 1) / 2;
    attention.hidden = sizes.of(blockPath(0, 0) + "mlp.fc1.weight", 2, 0);
    attention.qkvBias = std::ranges::any_of(tensors.entries(), [](const StateDict::Entry& entry) {
        return entry.first.ends_with("attn.qkv.bias");
    });
    takeAttentionTail(tensors, spec);
    return spec;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    const nn::AttentionSizes& attention = spec.attention;
    const std::int64_t positions = std::int64_t{2} * attention.windowHeight - 1;
    shapes.conv(spec.unshuffle > 1 ? "conv_first.1" : "conv_first",
                std::int64_t{spec.inChannels} * spec.unshuffle * spec.unshuffle, nf);
    shapes.norm("patch_embed.norm", nf);
    for (std::size_t i = 0; i < attention.depths.size(); ++i) {
        for (int k = 0; k < attention.depths[i]; ++k) {
            const std::string path = blockPath(int(i), k);
            shapes.norm(path + "norm1", nf);
            shapes.list.push_back({path + tableName, {positions * positions, attention.heads[i]}});
            shapes.dense(path + "attn.qkv", nf, 3 * nf, attention.qkvBias);
            shapes.dense(path + "attn.proj", nf, nf);
            shapes.norm(path + "norm2", nf);
            shapes.dense(path + "mlp.fc1", nf, attention.hidden);
            shapes.dense(path + "mlp.fc2", attention.hidden, nf);
        }
        addGroupConvs(shapes, fmt::format("layers.{}.conv", i), spec);
    }
    shapes.norm("norm", nf);
    addAttentionTail(shapes, spec);
}

} // namespace

KeyFamily swinIrKeys()
{
    return {
        .architectures = {nn::Architecture::SwinIr},
        .listed = "SwinIR",
        .layouts = {},
        .matches = isSwinIr,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 16; },
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
