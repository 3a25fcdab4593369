// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"

#include <cstdint>

namespace enlarger::nn {

/// Peak memory of a forward pass in a GatedForward, besides the weights.
struct WorkingBytes
{
    double perPixel = 0.0;     // per LR pixel of the input
    double slabPerPixel = 0.0; // besides, what comes behind the body, which works in slabs (runTail) ...
    std::int64_t slab = 0;     // ... and so never takes more than this
    std::int64_t fixed = 0;    // whatever the input's size
};

/// Of a network of gated convolutions. `body`: what its body holds at once, in bytes per pixel that the body
/// sees; `tail`: what comes behind it, likewise (Tail::bytesPerPixel). Measured peaks are 60 to 95% of it.
WorkingBytes convolutionalBytes(const NetworkSpec& spec, double body, double tail = 0.0);

} // namespace enlarger::nn
