// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/upscale_model.h"
#include "core/nn/network.h"

namespace enlarger::infer {

/// Counts and estimates for a network that is on the CPU in fp32 and will run in `precision`.
ModelTraits traitsOf(nn::Network& network, Precision precision);

} // namespace enlarger::infer
