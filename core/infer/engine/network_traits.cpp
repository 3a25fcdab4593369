// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/network_traits.h"

#include "core/nn/gated_forward.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

using nn::Architecture;
using nn::NetworkSpec;

std::string describe(const NetworkSpec& spec)
{
    std::string text = nn::architectureName(spec.architecture);
    text += " " + std::to_string(spec.features) + "x" + std::to_string(spec.blocks);
    if (spec.architecture == Architecture::RrdbNet || spec.architecture == Architecture::RrdbNetKeras)
        text += ", growth " + std::to_string(spec.growth);
    if (spec.plus)
        text += ", ESRGAN+";
    if (spec.unshuffle > 1)
        text += ", pixel-unshuffle " + std::to_string(spec.unshuffle);
    return text;
}

/// Counted by the convolutions themselves on a picture of a few pixels.
double countFlopsPerPixel(nn::Network& network)
{
    const int side = 4 * network.inputMultiple();
    const c10::InferenceMode inference;
    StopGate gate;
    const nn::GatedForward gated(gate);
    network.forward(torch::zeros({1, network.spec().inChannels, side, side}));
    return gated.flops() / double(side * side);
}

// A slab of what comes behind the body, and bands of convolutions: see core/nn/trunk.cpp and gated_conv.cpp.
constexpr std::int64_t slabBytes = std::int64_t(220) << 20;
constexpr std::int64_t bandBytes = std::int64_t(32) << 20;

/// What lives at once inside the body, or behind it with the pictures, per LR pixel of a tile; measured peaks
/// are 60 to 95% of it. What comes behind the body works in slabs, and is in fixedBytes.
double estimateBytesPerPixel(const NetworkSpec& spec, int narrow)
{
    const double wide = 4.0;
    const double trunk = wide * spec.features;
    double body = 0.0; // per pixel that the body sees
    switch (spec.architecture) {
    case Architecture::RrdbNet: // four states of the trunk, its narrow copy where it is one, four results
    case Architecture::RrdbNetKeras:
        body = 4.0 * trunk + narrow * 4.0 * spec.growth + (narrow < wide ? narrow * spec.features : 0);
        break;
    case Architecture::SrResNet: // three states, and a result before and after its normalisation
    case Architecture::MsrResNet:
        body = 3.0 * trunk + 3.0 * narrow * spec.features;
        break;
    case Architecture::Srvgg:
        body = 3.0 * narrow * spec.features;
        break;
    }
    const double pictures = 3.0 * wide * spec.outChannels * spec.scale * spec.scale;
    const double cells = spec.unshuffle * spec.unshuffle;
    return std::max(body / cells, 2.0 * trunk / cells + pictures) + 3.0 * wide * spec.inChannels;
}

} // namespace

ModelTraits traitsOf(nn::Network& network, device::Precision precision)
{
    const NetworkSpec& spec = network.spec();
    ModelTraits traits;
    traits.architecture = describe(spec);
    traits.scale = spec.scale;
    traits.inChannels = spec.inChannels;
    traits.outChannels = spec.outChannels;
    traits.inputMultiple = network.inputMultiple();
    traits.receptiveRadius = network.receptiveRadius();
    for (const torch::Tensor& parameter : network.parameters())
        traits.parameters += parameter.numel();
    traits.flopsPerPixel = countFlopsPerPixel(network);
    const int narrow = precision == device::Precision::Fp32 ? 4 : 2;
    traits.bytesPerPixel = estimateBytesPerPixel(spec, narrow);
    traits.fixedBytes = traits.parameters * narrow + bandBytes;
    if (spec.architecture != Architecture::Srvgg)
        traits.fixedBytes += slabBytes;
    return traits;
}

} // namespace enlarger::infer
