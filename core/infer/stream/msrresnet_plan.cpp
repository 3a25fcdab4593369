// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_builders.h"

namespace enlarger::infer {

namespace {

constexpr double slope = 0.1;

} // namespace

void planMsrResNet(PlanMaker& maker)
{
    const nn::NetworkSpec& spec = maker.spec();
    const Place input = maker.ring(spec.inChannels);
    Place trunk = maker.ring(spec.features);
    maker.convolve(input, trunk, inFp32(leaky(maker.conv("conv_first"), slope)));
    for (int i = 0; i < spec.blocks; ++i) {
        const std::string name = "body." + std::to_string(i);
        const Place inner = maker.ring(spec.features);
        const Place next = maker.ring(spec.features);
        maker.convolve(trunk, inner, leaky(maker.conv(name + ".conv1"), 0.0));
        maker.convolve(inner, next, maker.conv(name + ".conv2")).first = {trunk};
        trunk = next;
    }

    const int side = spec.scale == 4 ? 2 : spec.scale; // of one step: x4 is two steps of x2
    int factor = 1;
    for (int i = 1; factor < spec.scale; ++i) {
        maker.beginStage();
        const Place wide = maker.ring(spec.features * side * side, factor);
        maker.convolve(trunk, wide, leaky(forShuffle(maker.conv("upconv" + std::to_string(i)), side), slope));
        factor *= side;
        trunk = maker.ring(spec.features, factor);
        maker.add(StepKind::Shuffle, wide, trunk);
    }
    maker.beginStage();
    const Place fine = maker.ring(spec.features, factor);
    maker.convolve(trunk, fine, leaky(maker.conv("conv_hr"), slope));
    const Place base = maker.ring(spec.inChannels, factor);
    maker.add(StepKind::Bilinear, input, base);
    Place spread = base; // grey counts for all channels
    if (spec.inChannels != spec.outChannels) {
        spread = maker.ring(spec.outChannels, factor);
        for (int c = 0; c < spec.outChannels; ++c)
            maker.add(StepKind::Copy, base, part(spread, c, 1));
    }
    maker.convolve(fine, maker.ring(spec.outChannels, factor), inFp32(maker.conv("conv_last"))).first = {
        spread};
}

} // namespace enlarger::infer
