// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/resolved_precision.h"

#include "core/infer/engine/engine_choice.h"
#include "core/nn/network_families.h"

namespace enlarger::infer {

device::Precision resolvedPrecision(device::Precision asked, const device::Device& device,
                                    const std::string& architecture)
{
    const nn::NetworkFamily* family = nn::familyDescribed(architecture);
    const bool lacksIntegers = asked == device::Precision::Int16 && hasIntegers(device) && family &&
                               !streamArithmetic(device, family->architecture, device::Precision::Int16);
    if (asked != device::Precision::Auto && !lacksIntegers)
        return asked;
    if (device.bestPrecision == device::Precision::Bf16 && family &&
        streamBeatsBf16(device, family->architecture))
        return device::Precision::Fp32;
    if (device.bestPrecision != device::Precision::Fp16 || !family || family->fitsFp16)
        return device.bestPrecision;
    // Training wants range, too: where it has bf16, the device computes that quickly.
    return device.trainingPrecision == device::Precision::Bf16 ? device::Precision::Bf16
                                                               : device::Precision::Fp32;
}

} // namespace enlarger::infer
