// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/infer/stream/tensor_network.h"

namespace enlarger::infer {

/// LibTorch's names for a device and a precision.
TensorTarget tensorTarget(const device::Device& device, device::Precision precision);

} // namespace enlarger::infer
