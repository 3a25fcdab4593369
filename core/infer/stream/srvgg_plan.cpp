// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_builders.h"

namespace enlarger::infer {

void planSrvgg(PlanMaker& maker)
{
    const nn::NetworkSpec& spec = maker.spec();
    const auto convAt = [&](int index) { return maker.conv("body." + std::to_string(index)); };
    const Place input = maker.ring(spec.inChannels);
    Place features = input;
    for (int i = 0; i <= spec.blocks; ++i) {
        const Place next = maker.ring(spec.features);
        ConvWeights weights = convAt(2 * i);
        weights.activation = kernels::Activation::Prelu;
        weights.slopes = maker.tensor("body." + std::to_string(2 * i + 1) + ".weight");
        weights.keepsFp32 = i == 0;
        maker.convolve(features, next, weights);
        features = next;
    }
    const Place detail = maker.ring(spec.outChannels * spec.scale * spec.scale);
    maker.convolve(features, detail, inFp32(forShuffle(convAt(2 * spec.blocks + 2), spec.scale)));
    maker.beginStage();
    maker.add(StepKind::Shuffle, detail, maker.ring(spec.outChannels, spec.scale)).other = input;
}

} // namespace enlarger::infer
