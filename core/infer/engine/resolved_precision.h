// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"

#include <string>

namespace enlarger::infer {

/// What Auto means on a device for a network, which is described as ModelTraits::architecture has it: the
/// device's best precision, except fp16 for networks whose values can leave its range, and bf16 where fp32 is
/// faster (engine_choice.h). Int16 means the same for networks that the device has no integers for. Another
/// precision stays as it is.
device::Precision resolvedPrecision(device::Precision asked, const device::Device& device,
                                    const std::string& architecture);

} // namespace enlarger::infer
