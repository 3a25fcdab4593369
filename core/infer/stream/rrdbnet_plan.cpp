// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_builders.h"

#include "core/nn/dense_block.h"

#include <bit>

namespace enlarger::infer {

namespace {

constexpr float residualScaling = 0.2f;

/// What a convolution of the Keras reading sees: the concatenation of all that earlier ones saw and made.
/// Here each feature stands once, and the kernels of its repetitions are added.
torch::Tensor withoutRepetitions(const torch::Tensor& weight, int index, int features, int growth)
{
    // Which feature each input is: 0 the block's input, 1 to 4 what its convolutions make.
    std::vector<int> seen{0};
    std::vector<int> earlier{0};
    for (int i = 1; i <= index; ++i) {
        std::vector<int> next = earlier;
        next.push_back(i);
        seen = next;
        earlier.insert(earlier.end(), seen.begin(), seen.end());
    }
    std::vector<torch::Tensor> sums(std::size_t(index) + 1);
    std::int64_t channel = 0;
    for (const int feature : seen) {
        const int width = feature == 0 ? features : growth;
        const torch::Tensor one = weight.narrow(1, channel, width);
        torch::Tensor& sum = sums[std::size_t(feature)];
        sum = sum.defined() ? sum + one : one;
        channel += width;
    }
    return torch::cat(sums, 1);
}

/// The dense block whose input lies in `block`, a ring of all its features. Its result goes to `out`; of the
/// third one of a residual-in-residual block, `around` is that block's input.
void addDenseBlock(PlanMaker& maker, const std::string& name, const Place& block, const Place& out,
                   const Place& around)
{
    const nn::NetworkSpec& spec = maker.spec();
    const bool isKeras = spec.architecture == nn::Architecture::RrdbNetKeras;
    const Place x = part(block, 0, spec.features);
    const auto seen = [&](int features) { return part(block, 0, spec.features + features * spec.growth); };
    const auto made = [&](int i) { return part(block, spec.features + i * spec.growth, spec.growth); };
    const auto weightsOf = [&](int i) {
        ConvWeights weights = maker.conv(name + ".conv" + std::to_string(i + 1));
        if (isKeras)
            weights.weight = withoutRepetitions(weights.weight, i, spec.features, spec.growth);
        return weights;
    };
    Place extra;
    if (spec.plus) { // ESRGAN+: the second feature has a 1x1 convolution of x added, the fourth the second
        extra = maker.ring(spec.growth);
        ConvWeights weights = maker.conv(name + ".conv1x1");
        weights.weight = asThree(weights.weight);
        maker.convolve(x, extra, weights);
    }
    for (int i = 0; i < 4; ++i) {
        Step& step = maker.convolve(seen(i), made(i), leaky(weightsOf(i), nn::leakySlope));
        if (spec.plus && i == 1)
            step.first = {extra};
        if (spec.plus && i == 3)
            step.first = {made(1)};
    }
    Step& last = maker.convolve(seen(4), out, weightsOf(4));
    last.scale = around.isSet() ? residualScaling * residualScaling : residualScaling;
    last.first = {x, around.isSet() ? residualScaling : 1.0f};
    last.second = {around};
}

} // namespace

void planRrdbNet(PlanMaker& maker)
{
    const nn::NetworkSpec& spec = maker.spec();
    const Place input = maker.ring(spec.inChannels, spec.unshuffle);
    Place pixels = input;
    if (spec.unshuffle > 1) {
        pixels = maker.ring(spec.inChannels * spec.unshuffle * spec.unshuffle);
        maker.add(StepKind::Unshuffle, input, pixels);
    }
    const Place first = maker.ring(spec.features); // waits for the end of the body
    maker.convolve(pixels, first, inFp32(maker.conv("conv_first")));

    const auto blockRing = [&] { return maker.ring(spec.features + 4 * spec.growth); };
    const Place behindBody = maker.ring(spec.features);
    Place block;
    if (spec.blocks > 0) {
        block = blockRing();
        maker.add(StepKind::Copy, first, part(block, 0, spec.features));
    }
    for (int i = 0; i < spec.blocks; ++i) {
        const Place around = part(block, 0, spec.features);
        for (int k = 1; k <= 3; ++k) {
            const std::string name = "body." + std::to_string(i) + ".rdb" + std::to_string(k);
            const bool isLast = i + 1 == spec.blocks && k == 3;
            const Place next = isLast ? behindBody : blockRing();
            addDenseBlock(maker, name, block, part(next, 0, spec.features), k == 3 ? around : Place());
            block = next;
        }
    }
    Place features = maker.ring(spec.features);
    maker.convolve(spec.blocks > 0 ? behindBody : first, features, maker.conv("conv_body")).first = {first};

    const int doublings = std::countr_zero(unsigned(spec.scale * spec.unshuffle));
    int factor = 1;
    for (int i = 1; i <= doublings; ++i) {
        factor *= 2;
        maker.beginStage();
        const Place larger = maker.ring(spec.features, factor);
        ConvWeights weights = leaky(maker.conv("conv_up" + std::to_string(i)), nn::leakySlope);
        weights.behindUpsampling = true;
        maker.convolve(features, larger, weights);
        features = larger;
    }
    maker.beginStage();
    const Place fine = maker.ring(spec.features, factor);
    maker.convolve(features, fine, leaky(maker.conv("conv_hr"), nn::leakySlope));
    maker.convolve(fine, maker.ring(spec.outChannels, factor), inFp32(maker.conv("conv_last")));
}

} // namespace enlarger::infer
