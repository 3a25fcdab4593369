// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_builders.h"

#include "core/nn/branched_conv.h"
#include "core/nn/mean_colour.h"

namespace enlarger::infer {

namespace {

constexpr float colourRange = 255.0f;

/// The convolution at `path`, folded where the network is as it trains.
ConvWeights convAt(const PlanMaker& maker, const std::string& path)
{
    if (maker.has(path + ".eval_conv.weight"))
        return maker.conv(path + ".eval_conv");
    const auto tensors = [&](const std::string& name) {
        const ConvWeights one = maker.conv(path + name);
        return nn::ConvTensors{one.weight, one.bias};
    };
    const nn::ConvTensors sum =
        nn::folded({tensors(".sk"), {tensors(".conv.0"), tensors(".conv.1"), tensors(".conv.2")}});
    ConvWeights weights;
    weights.weight = sum.weight;
    weights.bias = sum.bias;
    return weights;
}

ConvWeights silu(ConvWeights weights)
{
    weights.activation = kernels::Activation::Silu;
    return weights;
}

} // namespace

void planSpan(PlanMaker& maker)
{
    const nn::NetworkSpec& spec = maker.spec();
    const Place input = maker.ring(spec.inChannels);
    Place pixels = input;
    if (spec.span.norm) {
        pixels = maker.ring(spec.inChannels);
        Step& step = maker.add(StepKind::Normalise, input, pixels);
        step.scale = colourRange;
        for (const double mean : nn::rgbMean)
            step.offsets.push_back(static_cast<float>(mean));
    }
    // What the mixing convolution sees, in one ring: the first features, those behind the body, behind the
    // first block, and behind the first convolution of the last block.
    const Place mixed = maker.ring(4 * spec.features);
    const auto quarter = [&](int i) { return part(mixed, i * spec.features, spec.features); };
    maker.convolve(pixels, quarter(0), inFp32(convAt(maker, "conv_1")));
    Place features = quarter(0);
    for (int i = 1; i <= spec.blocks; ++i) {
        const std::string path = "block_" + std::to_string(i) + ".c";
        const Place early = i == spec.blocks ? quarter(3) : maker.ring(spec.features);
        const Place inner = maker.ring(spec.features);
        const Place last = maker.ring(spec.features);
        const Place next = i == 1 ? quarter(2) : maker.ring(spec.features);
        maker.convolve(features, early, silu(convAt(maker, path + "1_r")));
        maker.convolve(early, inner, silu(convAt(maker, path + "2_r")));
        maker.convolve(inner, last, convAt(maker, path + "3_r"));
        maker.add(StepKind::Gate, last, next).other = features;
        features = next;
    }
    maker.convolve(features, quarter(1), convAt(maker, "conv_2"));
    const Place joined = maker.ring(spec.features);
    ConvWeights mixing = maker.conv("conv_cat");
    mixing.weight = asThree(mixing.weight);
    maker.convolve(mixed, joined, mixing);
    const Place detail = maker.ring(spec.outChannels * spec.scale * spec.scale);
    maker.convolve(joined, detail, inFp32(forShuffle(maker.conv("upsampler.0"), spec.scale)));
    maker.beginStage();
    maker.add(StepKind::Shuffle, detail, maker.ring(spec.outChannels, spec.scale));
}

} // namespace enlarger::infer
