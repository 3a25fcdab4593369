// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"

#include <cstdint>

namespace enlarger::nn {

/// Peak memory of a forward pass in a GatedForward, besides the weights.
struct WorkingBytes
{
    double perPixel = 0.0;  // per LR pixel of the input
    std::int64_t fixed = 0; // whatever the input's size
};

/// Of a network of gated convolutions. `body`: what its body holds at once, in bytes per pixel that the body
/// sees. hasTail: what comes behind it works in slabs (runTail). Measured peaks are 60 to 95% of it.
WorkingBytes convolutionalBytes(const NetworkSpec& spec, double body, bool hasTail);

} // namespace enlarger::nn
