// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/attention_keys.h"

#include "core/weights/parse_error.h"
#include "core/weights/picture_channels.h"
#include "core/weights/tensor_sizes.h"

#include <cmath>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

bool hasConv(const StateDict& tensors, const std::string& path)
{
    return tensors.has(path + ".weight") || tensors.has(path + ".bias");
}

/// Of upsample.0, upsample.2 ..., each a convolution before a pixel shuffle.
int shuffledScale(const StateDict& tensors)
{
    const Sizes sizes(tensors);
    constexpr int mostSteps = 5;
    int scale = 1;
    for (int i = 0; i < mostSteps && hasConv(tensors, fmt::format("upsample.{}", 2 * i)); ++i) {
        const std::string path = fmt::format("upsample.{}", 2 * i);
        const int outputs = sizes.outputs(path), inputs = sizes.inputs(path);
        const int factor = outputs % inputs == 0 ? rootOf(outputs / inputs) : 0;
        if (factor != 2 && factor != 3)
            fail(
                fmt::format("the convolution {} makes {} features of {}, which is no pixel shuffle by 2 or 3",
                            inQuotes(path), outputs, inputs));
        scale *= factor;
    }
    return scale;
}

} // namespace

int rootOf(std::int64_t value)
{
    const auto root = static_cast<std::int64_t>(std::lround(std::sqrt(double(value))));
    return root * root == value ? static_cast<int>(root) : 0;
}

void takeAttentionTail(const StateDict& tensors, nn::NetworkSpec& spec)
{
    const Sizes sizes(tensors);
    nn::AttentionSizes& attention = spec.attention;
    attention.groupConvs =
        hasConv(tensors, "conv_after_body.0") || hasConv(tensors, "conv_after_body.4") ? 3 : 1;
    const bool hasBefore = hasConv(tensors, "conv_before_upsample.0");
    const bool isNearest = hasConv(tensors, "conv_up1") || hasConv(tensors, "conv_hr");
    int scale = 1; // of the body
    if (hasBefore || isNearest) {
        attention.tail = isNearest ? nn::AttentionTail::Nearest : nn::AttentionTail::Shuffle;
        attention.tailFeatures = sizes.outputs("conv_before_upsample.0");
        int steps = 0;
        while (isNearest && steps < 5 && hasConv(tensors, fmt::format("conv_up{}", steps + 1)))
            ++steps;
        scale = isNearest ? 1 << steps : shuffledScale(tensors);
        spec.outChannels = sizes.outputs("conv_last");
    } else if (hasConv(tensors, "upsample.0")) {
        attention.tail = nn::AttentionTail::Direct;
        takeShuffledPicture(spec, "upsample.0", sizes.outputs("upsample.0"));
        scale = spec.scale;
    } else {
        attention.tail = nn::AttentionTail::None;
        spec.outChannels = sizes.outputs("conv_last");
    }
    if (scale % spec.unshuffle != 0)
        fail(fmt::format("the network makes pictures smaller: it takes them apart by {} and enlarges by {}",
                         spec.unshuffle, scale));
    spec.scale = scale / spec.unshuffle;
}

void addGroupConvs(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec)
{
    const std::int64_t features = spec.features;
    if (spec.attention.groupConvs == 1) {
        shapes.conv(path, features, features);
        return;
    }
    shapes.conv(path + ".0", features, features / 4);
    shapes.conv(path + ".2", features / 4, features / 4, 1);
    shapes.conv(path + ".4", features / 4, features);
}

void addAttentionTail(Shapes& shapes, const nn::NetworkSpec& spec)
{
    addGroupConvs(shapes, "conv_after_body", spec);
    const std::int64_t inner = spec.attention.tailFeatures, out = spec.outChannels;
    const int scale = spec.scale * spec.unshuffle;
    const nn::AttentionTail tail = spec.attention.tail;
    if (tail == nn::AttentionTail::Direct) {
        shapes.conv("upsample.0", spec.features, out * scale * scale);
        return;
    }
    if (tail == nn::AttentionTail::None) {
        shapes.conv("conv_last", spec.features, out);
        return;
    }
    shapes.conv("conv_before_upsample.0", spec.features, inner);
    const int steps = scale == 3 ? 1 : doublings(scale);
    for (int i = 0; i < steps; ++i)
        if (tail == nn::AttentionTail::Nearest)
            shapes.conv(fmt::format("conv_up{}", i + 1), inner, inner);
        else
            shapes.conv(fmt::format("upsample.{}", 2 * i), inner, inner * (scale == 3 ? 9 : 4));
    if (tail == nn::AttentionTail::Nearest)
        shapes.conv("conv_hr", inner, inner);
    shapes.conv("conv_last", inner, out);
}

} // namespace enlarger::weights
