// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/nn/autocast.h"

namespace enlarger::train {

/// What autocast is to compute in for a precision; empty: it is not wanted.
inline std::optional<at::ScalarType> autocastType(device::Precision precision)
{
    if (precision == device::Precision::Bf16)
        return at::kBFloat16;
    return precision == device::Precision::Fp16 ? std::optional(at::kHalf) : std::nullopt;
}

} // namespace enlarger::train
