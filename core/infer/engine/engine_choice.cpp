// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_choice.h"

#include "core/infer/stream/network_plans.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

/// The first one that this processor has.
std::optional<kernels::Arithmetic> best(std::initializer_list<kernels::Arithmetic> wanted)
{
    const std::vector<kernels::Arithmetic> available = kernels::availableArithmetics();
    for (const kernels::Arithmetic one : wanted)
        if (std::ranges::find(available, one) != available.end())
            return one;
    return std::nullopt;
}

} // namespace

std::optional<kernels::Arithmetic>
streamArithmetic(const device::Device& device, nn::Architecture architecture, device::Precision precision)
{
    if (device.name != "cpu" || !hasRowPlan(architecture))
        return std::nullopt;
    if (precision == device::Precision::Int16)
        return best({kernels::Arithmetic::Avx512Vnni});
    if (precision == device::Precision::Fp32) // the plain loops are a reference, slower than LibTorch
        return best({kernels::Arithmetic::Avx512, kernels::Arithmetic::Avx2});
    return std::nullopt;
}

bool hasIntegers(const device::Device& device)
{
    return device.name == "cpu" && best({kernels::Arithmetic::Avx512Vnni});
}

bool streamBeatsBf16(const device::Device& device, nn::Architecture architecture)
{
    // Where vector units compute bf16, twice as fast as fp32, Winograd saves more (a core of a Zen 4:
    // RRDBNet-23 on 128 x 128 2.9 s against 3.6 in bf16, photo-x4 on 256 x 256 1.0 against 1.3), and it
    // rounds nothing. Matrix units (AMX) are out of reach.
    const auto has = [&](const char* feature) {
        return std::ranges::find(device.features, feature) != device.features.end();
    };
    return has("AVX-512 BF16") && !has("AMX BF16") &&
           streamArithmetic(device, architecture, device::Precision::Fp32) == kernels::Arithmetic::Avx512;
}

} // namespace enlarger::infer
