// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/infer/engine/model_traits.h"
#include "core/nn/network.h"

namespace enlarger::infer {

/// Counts and estimates for a network that is on the CPU in fp32 and will run on `device` in `precision`.
ModelTraits traitsOf(nn::Network& network, const device::Device& device, device::Precision precision);

} // namespace enlarger::infer
