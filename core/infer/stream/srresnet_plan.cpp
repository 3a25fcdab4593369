// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_builders.h"

#include <string>

namespace enlarger::infer {

namespace {

using nn::Upsampling;

ConvWeights withPrelu(ConvWeights weights, const PlanMaker& maker, const std::string& prelu)
{
    weights.activation = kernels::Activation::Prelu;
    weights.slopes = maker.tensor(prelu + ".weight"); // one for all, or for each
    return weights;
}

/// The trunk, between the first convolution and the enlargement.
Place addBody(PlanMaker& maker, const Place& first)
{
    const nn::NetworkSpec& spec = maker.spec();
    const auto conv = [&](const std::string& name, const std::string& norm) {
        return normalised(maker.conv(name), maker, norm, spec.normEpsilon());
    };
    Place trunk = first;
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string block = "body." + std::to_string(i);
        const Place inner = maker.ring(spec.features);
        const Place next = maker.ring(spec.features);
        maker.convolve(trunk, inner,
                       withPrelu(conv(block + ".conv1", block + ".bn1"), maker, block + ".prelu"));
        maker.convolve(inner, next, conv(block + ".conv2", block + ".bn2")).first = {trunk};
        trunk = next;
    }
    const Place sum = maker.ring(spec.features);
    maker
        .convolve(trunk, sum,
                  spec.bodyPrelu ? withPrelu(maker.conv("conv_body"), maker, "prelu_body")
                                 : conv("conv_body", "bn_body"))
        .first = {first};
    return sum;
}

/// One step of x2, at a size of `factor`. With nearest upsampling the features stay small: what reads them
/// enlarges them.
Place enlarge(PlanMaker& maker, const Place& trunk, int index, int factor)
{
    const nn::NetworkSpec& spec = maker.spec();
    const std::string name = "upsample." + std::to_string(index);
    const int width = 4 * spec.features;
    ConvWeights weights = maker.conv(name + ".conv");
    weights = spec.upsampling == Upsampling::Nearest ? leaky(weights, 0.2)
                                                     : withPrelu(weights, maker, name + ".prelu");
    if (spec.upsampling != Upsampling::Shuffle) {
        weights.behindUpsampling = index > 0;
        const Place wide = maker.ring(width, factor);
        maker.convolve(trunk, wide, weights);
        return wide;
    }
    const Place wide = maker.ring(width, factor);
    maker.convolve(trunk, wide, forShuffle(weights, 2));
    const Place enlarged = maker.ring(spec.features, 2 * factor);
    maker.add(StepKind::Shuffle, wide, enlarged);
    return enlarged;
}

} // namespace

void planSrResNet(PlanMaker& maker)
{
    const nn::NetworkSpec& spec = maker.spec();
    const Place input = maker.ring(spec.inChannels);
    const Place first = maker.ring(spec.features);
    maker.convolveWide(input, first, inFp32(maker.conv("conv_first")));
    const torch::Tensor slopes = maker.tensor("prelu_first.weight").expand({spec.features}).contiguous();
    maker.add(StepKind::Prelu, first, first).slopes = {slopes.const_data_ptr<float>(),
                                                       slopes.const_data_ptr<float>() + spec.features};
    Place trunk = addBody(maker, first);

    const bool isShuffled = spec.upsampling == Upsampling::Shuffle;
    int factor = 1;
    for (int i = 0; factor < spec.scale; ++i, factor *= 2) {
        maker.beginStage();
        trunk = enlarge(maker, trunk, i, factor);
    }
    maker.beginStage();
    if (!isShuffled && spec.scale > 1) {
        const Place repeated = maker.ring(trunk.channels, factor);
        maker.add(StepKind::Copy, trunk, repeated);
        trunk = repeated;
    }
    const Place output = maker.ring(spec.outChannels, factor);
    maker.convolveWide(trunk, output, inFp32(maker.conv(spec.linearOutput ? "conv_out" : "conv_last")));
    if (!spec.linearOutput)
        maker.add(StepKind::Tanh, output, output);
}

} // namespace enlarger::infer
