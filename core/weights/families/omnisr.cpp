// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/attention_keys.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/picture_channels.h"
#include "core/weights/tensor_sizes.h"

#include <algorithm>

namespace enlarger::weights {

namespace {

constexpr const char* firstBlock = "residual_layer.0.residual_layer.0.layer.";

bool isOmniSr(const StateDict& tensors)
{
    return tensors.has(std::string(firstBlock) + "0.fn.0.weight") && tensors.has("input.weight") &&
           tensors.has("up.0.weight");
}

/// Of the first group: what comes behind them there has no layers.
int blocksOf(const StateDict& tensors)
{
    const std::string group = "residual_layer.0.residual_layer.";
    for (int block = layerCount(tensors, group); block > 0; --block)
        if (std::ranges::any_of(tensors.entries(), [&](const StateDict::Entry& entry) {
                return entry.first.starts_with(fmt::format("{}{}.layer.", group, block - 1));
            }))
            return block;
    return 0;
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::OmniSr;
    spec.features = sizes.outputs("input");
    spec.inChannels = sizes.inputs("input");
    spec.blocks = layerCount(tensors, "residual_layer.");
    spec.omni.depth = blocksOf(tensors);
    checkBlockCount(tensors, std::int64_t{spec.blocks} * spec.omni.depth);
    spec.omni.bias = tensors.has("input.bias") || tensors.has("output.bias") || tensors.has("up.0.bias");
    const std::string table = std::string(firstBlock) + "2.fn.rel_pos_bias.weight";
    spec.omni.positions =
        tensors.has(table) || tensors.has(std::string(firstBlock) + "8.fn.rel_pos_bias.weight");
    if (spec.omni.positions) {
        const int positions = sizes.of(table, 2, 0);
        const int across = rootOf(positions); // 2 x window - 1
        if (across % 2 == 0)
            fail(fmt::format("the tensor {} has {} rows, which fit no window", inQuotes(table), positions));
        spec.omni.window = (across + 1) / 2;
    }
    takeShuffledPicture(spec, "up.0", sizes.outputs("up.0"));
    return spec;
}

void addConv(Shapes& shapes, const std::string& path, std::int64_t in, std::int64_t out, std::int64_t kernel,
             bool bias)
{
    shapes.list.push_back({path + ".weight", {out, in, kernel, kernel}});
    if (bias)
        shapes.list.push_back({path + ".bias", {out}});
}

void addBlock(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    constexpr std::int64_t heads = 4;
    shapes.conv(path + "0.fn.0", nf, nf, 1);
    shapes.depthwiseConv(path + "0.fn.2", nf);
    shapes.dense(path + "0.fn.4.gate.1", nf, nf / 4, false);
    shapes.dense(path + "0.fn.4.gate.3", nf / 4, nf, false);
    shapes.conv(path + "0.fn.5", nf, nf, 1);
    for (const int i : {2, 8}) {
        const std::string at = fmt::format("{}{}.", path, i);
        shapes.norm(at + "norm", nf);
        shapes.dense(at + "fn.to_qkv", nf, 3 * nf, false);
        shapes.dense(at + "fn.to_out.0", nf, nf, false);
        const std::int64_t across = std::int64_t{2} * spec.omni.window - 1;
        if (spec.omni.positions)
            shapes.list.push_back({at + "fn.rel_pos_bias.weight", {across * across, heads}});
    }
    for (const int i : {4, 6, 10, 12}) {
        const std::string at = fmt::format("{}{}.", path, i);
        shapes.norm(at + "norm", nf);
        addConv(shapes, at + "fn.project_in", nf, 2 * nf, 1, false);
        addConv(shapes, at + "fn.dwconv", 1, 2 * nf, 3, false);
        addConv(shapes, at + "fn.project_out", nf, nf, 1, false);
    }
    for (const int i : {5, 11}) {
        const std::string at = fmt::format("{}{}.", path, i);
        shapes.norm(at + "norm", nf);
        shapes.list.push_back({at + "fn.temperature", {heads, 1, 1}});
        addConv(shapes, at + "fn.qkv", nf, 3 * nf, 1, false);
        addConv(shapes, at + "fn.qkv_dwconv", 1, 3 * nf, 3, false);
        addConv(shapes, at + "fn.project_out", nf, nf, 1, false);
    }
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features, inner = std::max<std::int64_t>(nf / 4, 16);
    const bool bias = spec.omni.bias;
    addConv(shapes, "input", spec.inChannels, nf, 3, bias);
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string group = fmt::format("residual_layer.{}.", i);
        for (int k = 0; k < spec.omni.depth; ++k)
            addBlock(shapes, fmt::format("{}residual_layer.{}.layer.", group, k), spec);
        addConv(shapes, fmt::format("{}residual_layer.{}", group, spec.omni.depth), nf, nf, 1, bias);
        shapes.conv(group + "esa.conv1", nf, inner, 1);
        shapes.conv(group + "esa.conv_f", inner, inner, 1);
        shapes.conv(group + "esa.conv2", inner, inner);
        shapes.conv(group + "esa.conv3", inner, inner);
        shapes.conv(group + "esa.conv4", inner, nf, 1);
    }
    addConv(shapes, "output", nf, nf, 3, bias);
    addConv(shapes, "up.0", nf, std::int64_t{spec.outChannels} * spec.scale * spec.scale, 3, bias);
}

} // namespace

KeyFamily omniSrKeys()
{
    return {
        .architectures = {nn::Architecture::OmniSr},
        .listed = "OmniSR",
        .layouts = {},
        .matches = isOmniSr,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 16; },
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
