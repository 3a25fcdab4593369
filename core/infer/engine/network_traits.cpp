// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/network_traits.h"

#include "core/infer/engine/engine_choice.h"
#include "core/infer/engine/tensor_target.h"
#include "core/infer/stream/network_plans.h"
#include "core/infer/stream/row_schedule.h"
#include "core/nn/gated_forward.h"
#include "core/nn/network_families.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

/// Counted by the convolutions themselves on a picture of a few pixels.
double countFlopsPerPixel(nn::Network& network)
{
    constexpr int fewPixels = 16; // in whole windows, where it has some
    const int multiple = network.tileMultiple();
    const int side = multiple > network.inputMultiple() ? (fewPixels + multiple - 1) / multiple * multiple
                                                        : 4 * network.inputMultiple();
    const c10::InferenceMode inference;
    StopGate gate;
    const nn::GatedForward gated(gate);
    network.forward(torch::zeros({1, network.spec().inChannels, side, side}));
    return gated.flops() / double(side * side);
}

/// What a stream takes of the kernels, or else of LibTorch at that place.
StreamNeed streamNeed(const RowPlan& plan, const std::optional<TensorTarget>& target, int unit, int width,
                      int height, StripHeight choice)
{
    const int wide = (width + unit - 1) / unit;
    const int high = (height + unit - 1) / unit;
    const Strips strips = choice == StripHeight::Lowest ? lowestStrips(plan)
                          : target                      ? tensorStrips(plan, *target, wide, high)
                                                        : stripsFor(plan, wide, high);
    const RowSchedule schedule = scheduleOf(plan, wide, high, strips);
    return {target ? tensorStreamBytes(plan, *target, wide, high, strips) : schedule.bytes(), schedule.count,
            std::min(strips.front() * unit, height)};
}

/// Of a network that runs as a stream.
void setStreamTraits(ModelTraits& traits, const nn::Network& network,
                     const std::optional<TensorTarget>& target)
{
    const auto plan = std::make_shared<const RowPlan>(rowPlanOf(network));
    traits.streamNeed = [plan, target, unit = network.spec().unshuffle](int width, int height,
                                                                        StripHeight strips) {
        return streamNeed(*plan, target, unit, width, height, strips);
    };
}

/// Of one that the kernels compute.
void setKernelTraits(ModelTraits& traits, const nn::NetworkSpec& spec, kernels::Arithmetic arithmetic)
{
    traits.streamsPieces = true;
    // A piece that is run at once, and its result, are held whole, and once more on their way to and from
    // pictures.
    constexpr double bytes = 2.0 * sizeof(float);
    traits.bytesPerPixel = bytes * (spec.inChannels + double(spec.outChannels) * spec.scale * spec.scale);
    // Weights as they are, and packed: for Winograd's 36 products in place of 9, or as 9 in bf16.
    const bool isDirect =
        arithmetic == kernels::Arithmetic::Avx512Bf16 || arithmetic == kernels::Arithmetic::AmxBf16;
    traits.fixedBytes = traits.parameters * std::int64_t(sizeof(float)) * (1 + (isDirect ? 1 : 4));
}

} // namespace

ModelTraits traitsOf(nn::Network& network, const device::Device& device, device::Precision precision)
{
    const nn::NetworkSpec& spec = network.spec();
    ModelTraits traits;
    traits.architecture = nn::describe(spec);
    traits.scale = spec.scale;
    traits.inChannels = spec.inChannels;
    traits.outChannels = spec.outChannels;
    traits.inputMultiple = network.inputMultiple();
    traits.tileMultiple = network.tileMultiple();
    traits.receptiveRadius = network.receptiveRadius();
    traits.seesAll = traits.receptiveRadius >= nn::unlimitedRadius;
    for (const torch::Tensor& parameter : network.parameters())
        traits.parameters += parameter.numel();
    traits.flopsPerPixel = countFlopsPerPixel(network);
    const int narrow = precision == device::Precision::Fp32 ? 4 : 2;
    traits.sharesMemory = device.name == "cpu";
    if (const auto arithmetic = streamArithmetic(device, spec.architecture, precision)) {
        setStreamTraits(traits, network, std::nullopt);
        setKernelTraits(traits, spec, *arithmetic);
        return traits;
    }
    if (hasRowPlan(spec.architecture))
        setStreamTraits(traits, network, tensorTarget(device, precision));
    const nn::WorkingBytes bytes = network.workingBytes(narrow);
    traits.bytesPerPixel = bytes.perPixel;
    traits.slabBytesPerPixel = bytes.slabPerPixel;
    traits.slabBytes = bytes.slab;
    traits.fixedBytes = traits.parameters * narrow + bytes.fixed;
    return traits;
}

} // namespace enlarger::infer
