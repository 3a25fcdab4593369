// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"
#include "core/weights/portable.h"
#include "core/weights/tensor_sizes.h"

namespace enlarger::weights {

namespace {

/// leftthomas/SRGAN: block1 is the beginning, the next ones are residual, then the trunk's end and the
/// upsampling.
Rules leftthomas(const StateDict& tensors)
{
    constexpr int mostBlocks = 200;
    int end = 2;
    while (end < mostBlocks && tensors.has(fmt::format("block{}.conv1.weight", end)))
        ++end;
    const bool batchNorm = tensors.has(fmt::format("block{}.1.running_mean", end));
    Rules rules{{"block1.0", "conv_first"}, {"block1.1", "prelu_first"}};
    for (int i = 2; i < end; ++i)
        for (const char* part : {"conv#", "bn#", "prelu"})
            rules.push_back({fmt::format("block{}.{}", i, part), fmt::format("body.{}.{}", i - 2, part)});
    rules.push_back({fmt::format("block{}.0", end), "conv_body"});
    rules.push_back({fmt::format("block{}.1", end), batchNorm ? "bn_body" : "prelu_body"});
    rules.push_back({fmt::format("block{}.#.conv", end + 1), "upsample.#.conv"});
    rules.push_back({fmt::format("block{}.#.prelu", end + 1), "upsample.#.prelu"});
    rules.push_back({fmt::format("block{}.#", end + 1), "conv_last"});
    return rules;
}

bool isSrResNet(const StateDict& tensors)
{
    return tensors.has("prelu_first.weight") && tensors.has("body.0.bn1.weight");
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const bool isLinear = tensors.has("conv_out.weight");
    nn::NetworkSpec spec =
        commonSpec(nn::Architecture::SrResNet, tensors, isLinear ? "conv_out" : "conv_last");
    spec.linearOutput = isLinear;
    spec.bodyPrelu = tensors.has("prelu_body.weight");
    int steps = 0;
    while (steps < 5 && tensors.has(fmt::format("upsample.{}.conv.weight", steps)))
        ++steps;
    spec.scale = 1 << steps;
    if (steps > 0) {
        const torch::Tensor* slopes = tensors.find("upsample.0.prelu.weight");
        spec.upsampling = !slopes                ? nn::Upsampling::Nearest
                          : slopes->numel() == 1 ? nn::Upsampling::Shuffle
                                                 : nn::Upsampling::NearestPrelu;
    }
    return spec;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    const bool isKeras = spec.upsampling != nn::Upsampling::Shuffle;
    const std::int64_t slopes = isKeras ? nf : 1;
    const std::int64_t fine = isKeras ? 4 * nf : nf; // behind the first enlargement
    const int steps = doublings(spec.scale);
    shapes.conv("conv_first", spec.inChannels, nf, 9);
    shapes.prelu("prelu_first", slopes);
    for (int block = 0; block < spec.blocks; ++block) {
        const std::string path = fmt::format("body.{}.", block);
        shapes.conv(path + "conv1", nf, nf);
        shapes.batchNorm(path + "bn1", nf);
        shapes.prelu(path + "prelu", slopes);
        shapes.conv(path + "conv2", nf, nf);
        shapes.batchNorm(path + "bn2", nf);
    }
    shapes.conv("conv_body", nf, nf);
    if (spec.bodyPrelu)
        shapes.prelu("prelu_body", slopes);
    else
        shapes.batchNorm("bn_body", nf);
    for (int i = 0; i < steps; ++i) {
        shapes.conv(fmt::format("upsample.{}.conv", i), i == 0 ? nf : fine, 4 * nf);
        if (spec.upsampling != nn::Upsampling::Nearest)
            shapes.prelu(fmt::format("upsample.{}.prelu", i), isKeras ? 4 * nf : 1);
    }
    shapes.conv(spec.linearOutput ? "conv_out" : "conv_last", steps == 0 ? nf : fine, spec.outChannels, 9);
}

} // namespace

KeyFamily srResNetKeys()
{
    return {
        .architectures = {nn::Architecture::SrResNet},
        .listed = "SRResNet",
        .layouts = {{"leftthomas/SRGAN",
                     {"block1.0.weight", "block2.conv1.weight", "block2.bn1.weight"},
                     leftthomas}},
        .matches = isSrResNet,
        .portable = [](Portable& result, const Recognised&) { result.note = notOpenedElsewhere("SRResNet"); },
        .spec = specOf,
        .hasScale = isUsualScale,
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
