// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/attention_keys.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/tensor_sizes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace enlarger::weights {

namespace {

std::string blockPath(int group, int block)
{
    return fmt::format("layers.{}.blocks.{}.", group, block);
}

bool isDat(const StateDict& tensors)
{
    return tensors.has("conv_first.weight") && tensors.has("before_RG.1.weight") &&
           tensors.has(blockPath(0, 0) + "attn.channel_interaction.1.weight") &&
           tensors.has(blockPath(0, 0) + "attn.attns.0.rpe_biases");
}

/// The sides of a window from the last of the offsets between its pixels, which are (height - 1, width - 1).
void takeWindow(const StateDict& tensors, nn::AttentionSizes& attention)
{
    const std::string name = blockPath(0, 0) + "attn.attns.0.rpe_biases";
    const Sizes sizes(tensors);
    const int rows = sizes.of(name, 2, 0);
    constexpr double longest = 64;
    const torch::Tensor last = tensors.find(name)->to(torch::kFloat64)[rows - 1];
    const auto side = [&](int i) {
        const double offset = i < last.numel() ? last[i].item<double>() : -1.0;
        return offset >= 0.0 && offset < longest ? int(std::lround(offset)) + 1 : 0;
    };
    attention.windowHeight = side(0);
    attention.windowWidth = side(1);
    if ((2 * attention.windowHeight - 1) * (2 * attention.windowWidth - 1) != rows)
        fail(fmt::format("the tensor {} has {} rows, which do not fit windows of {} x {}", inQuotes(name),
                         rows, attention.windowHeight, attention.windowWidth));
}

int headsOf(const StateDict& tensors, int group, int depth)
{
    const Sizes sizes(tensors);
    if (depth > 1)
        return sizes.of(blockPath(group, 1) + "attn.temperature", 3, 0);
    return 2 * sizes.of(blockPath(group, 0) + "attn.attns.0.pos.pos3.2.bias", 1, 0);
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::Dat;
    spec.features = sizes.outputs("conv_first");
    spec.inChannels = sizes.inputs("conv_first");
    spec.blocks = layerCount(tensors, "layers.");
    nn::AttentionSizes& attention = spec.attention;
    for (int i = 0; i < spec.blocks; ++i) {
        const int depth = layerCount(tensors, fmt::format("layers.{}.blocks.", i));
        attention.depths.push_back(depth);
        attention.heads.push_back(headsOf(tensors, i, depth));
    }
    checkBlockCount(tensors, std::accumulate(attention.depths.begin(), attention.depths.end(), 0));
    takeWindow(tensors, attention);
    attention.hidden = sizes.of(blockPath(0, 0) + "ffn.fc1.weight", 2, 0);
    attention.qkvBias = std::ranges::any_of(tensors.entries(), [](const StateDict::Entry& entry) {
        return entry.first.ends_with("attn.qkv.bias");
    });
    takeAttentionTail(tensors, spec);
    return spec;
}

void addSpatial(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec, int heads)
{
    const nn::AttentionSizes& attention = spec.attention;
    const std::int64_t offsets =
        (std::int64_t{2} * attention.windowHeight - 1) * (std::int64_t{2} * attention.windowWidth - 1);
    const std::int64_t wide = spec.features / 2 / 4 / 4;
    for (const int i : {0, 1}) {
        const std::string at = fmt::format("{}attns.{}.", path, i);
        shapes.list.push_back({at + "rpe_biases", {offsets, 2}});
        shapes.dense(at + "pos.pos_proj", 2, wide);
        for (const int k : {1, 2, 3}) {
            shapes.norm(fmt::format("{}pos.pos{}.0", at, k), wide);
            shapes.dense(fmt::format("{}pos.pos{}.2", at, k), wide, k < 3 ? wide : heads / 2);
        }
    }
}

void addAttention(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    shapes.dense(path + "qkv", nf, 3 * nf, spec.attention.qkvBias);
    shapes.dense(path + "proj", nf, nf);
    shapes.depthwiseConv(path + "dwconv.0", nf);
    shapes.batchNorm(path + "dwconv.1", nf);
    shapes.conv(path + "channel_interaction.1", nf, nf / 8, 1);
    shapes.batchNorm(path + "channel_interaction.2", nf / 8);
    shapes.conv(path + "channel_interaction.4", nf / 8, nf, 1);
    shapes.conv(path + "spatial_interaction.0", nf, nf / 16, 1);
    shapes.batchNorm(path + "spatial_interaction.1", nf / 16);
    shapes.conv(path + "spatial_interaction.3", nf / 16, 1, 1);
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    const nn::AttentionSizes& attention = spec.attention;
    const std::int64_t half = attention.hidden / 2;
    shapes.conv("conv_first", spec.inChannels, nf);
    shapes.norm("before_RG.1", nf);
    for (std::size_t i = 0; i < attention.depths.size(); ++i) {
        const int heads = attention.heads[i];
        for (int k = 0; k < attention.depths[i]; ++k) {
            const std::string path = blockPath(int(i), k);
            shapes.norm(path + "norm1", nf);
            if (k % 2 == 0)
                addSpatial(shapes, path + "attn.", spec, heads);
            else
                shapes.list.push_back({path + "attn.temperature", {heads, 1, 1}});
            addAttention(shapes, path + "attn.", spec);
            shapes.dense(path + "ffn.fc1", nf, attention.hidden);
            shapes.norm(path + "ffn.sg.norm", half);
            shapes.depthwiseConv(path + "ffn.sg.conv", half);
            shapes.dense(path + "ffn.fc2", half, nf);
            shapes.norm(path + "norm2", nf);
        }
        addGroupConvs(shapes, fmt::format("layers.{}.conv", i), spec);
    }
    shapes.norm("norm", nf);
    addAttentionTail(shapes, spec);
}

} // namespace

KeyFamily datKeys()
{
    return {
        .architectures = {nn::Architecture::Dat},
        .listed = "DAT",
        .layouts = {},
        .matches = isDat,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 16; },
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
