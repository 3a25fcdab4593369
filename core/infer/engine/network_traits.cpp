// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/network_traits.h"

#include "core/nn/gated_forward.h"
#include "core/nn/network_families.h"

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

} // namespace

ModelTraits traitsOf(nn::Network& network, device::Precision precision)
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
    const nn::WorkingBytes bytes = network.workingBytes(narrow);
    traits.bytesPerPixel = bytes.perPixel;
    traits.slabBytesPerPixel = bytes.slabPerPixel;
    traits.slabBytes = bytes.slab;
    traits.fixedBytes = traits.parameters * narrow + bytes.fixed;
    return traits;
}

} // namespace enlarger::infer
