// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_choice.h"

#include "core/infer/stream/network_plans.h"

namespace enlarger::infer {

std::optional<kernels::Arithmetic>
streamArithmetic(const device::Device& device, nn::Architecture architecture, device::Precision precision)
{
    if (device.name != "cpu" || !hasRowPlan(architecture))
        return std::nullopt;
    if (precision == device::Precision::Int16)
        return kernels::fastestIntegers();
    if (precision == device::Precision::Fp32)
        return kernels::fastestFloats();
    if (precision == device::Precision::Bf16)
        return kernels::fastestBf16();
    return std::nullopt;
}

bool hasIntegers(const device::Device& device)
{
    return device.name == "cpu" && kernels::fastestIntegers().has_value();
}

bool streamBeatsBf16(const device::Device& device, nn::Architecture architecture)
{
    // Where vector units compute bf16, twice as fast as fp32, Winograd saves more, and it rounds nothing.
    // It does not reach matrix units (AMX).
    return device.has("AVX-512 BF16") && kernels::fastestBf16() != kernels::Arithmetic::AmxBf16 &&
           streamArithmetic(device, architecture, device::Precision::Fp32) == kernels::Arithmetic::Avx512;
}

} // namespace enlarger::infer
