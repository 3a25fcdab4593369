// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/working_bytes.h"

#include <algorithm>

namespace enlarger::nn {

namespace {

// A slab of what comes behind the body, and bands of convolutions: see trunk.cpp and gated_conv.cpp.
constexpr std::int64_t slabBytes = std::int64_t(220) << 20;
constexpr std::int64_t bandBytes = std::int64_t(32) << 20;

} // namespace

WorkingBytes convolutionalBytes(const NetworkSpec& spec, double body, double tail)
{
    const double wide = 4.0; // bytes of the trunk's and the pictures' fp32
    const double trunk = wide * spec.features;
    const double pictures = 3.0 * wide * spec.outChannels * spec.scale * spec.scale;
    const double cells = spec.unshuffle * spec.unshuffle;
    // The body at work, or the enlarged pictures beside what it gave.
    const double perPixel =
        std::max(body / cells, 2.0 * trunk / cells + pictures) + 3.0 * wide * spec.inChannels;
    constexpr double beside = 1.1; // slabBytes over what runTail() lets a slab's tensors take
    return {perPixel, beside * tail / cells, tail > 0.0 ? slabBytes : 0, bandBytes};
}

} // namespace enlarger::nn
