// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/conv_rows.h"

#include "core/kernels/direct_conv.h"
#include "core/kernels/plain_conv.h"
#include "core/kernels/winograd_conv.h"
#include "core/system/matrix_units.h"

#include <algorithm>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace enlarger::kernels {
namespace {

std::unique_ptr<Conv3x3> makeConv(const ConvSpec& spec, bool doubled, Arithmetic arithmetic)
{
#if defined(__x86_64__)
    if (arithmetic == Arithmetic::Avx2)
        return makeWinogradConv(spec, doubled, avx2Kernels);
    if (arithmetic == Arithmetic::Avx2Int16)
        return makeWinogradConv(spec, doubled, avx2Int16Kernels);
    if (arithmetic == Arithmetic::AvxVnni)
        return makeWinogradConv(spec, doubled, avxVnniKernels);
    if (arithmetic == Arithmetic::Avx512)
        return makeWinogradConv(spec, doubled, avx512Kernels);
    if (arithmetic == Arithmetic::Avx512Vnni)
        return makeWinogradConv(spec, doubled, avx512VnniKernels);
    if (arithmetic == Arithmetic::Avx512Bf16)
        return makeDirectConv(spec, doubled, avx512Bf16Kernels);
    if (arithmetic == Arithmetic::AmxBf16)
        return makeDirectConv(spec, doubled, amxBf16Kernels);
#endif
    return makePlainConv(spec, doubled);
}

#if defined(__x86_64__)
/// Not every compiler's __builtin_cpu_supports knows its name.
bool hasAvxVnni()
{
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0 || eax < 1) // there is no subleaf 1
        return false;
    return __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) != 0 && (eax & 1U << 4U) != 0;
}
#endif

std::optional<Arithmetic> firstAvailable(std::initializer_list<Arithmetic> wanted)
{
    static const std::vector<Arithmetic> available = availableArithmetics();
    for (const Arithmetic one : wanted)
        if (std::ranges::find(available, one) != available.end())
            return one;
    return std::nullopt;
}

} // namespace

WeightStrides stridesOf(const ConvSpec& spec)
{
    return spec.strides.value_or(
        WeightStrides{.out = std::ptrdiff_t(spec.in) * 9, .in = 9, .row = 3, .column = 1});
}

std::string_view arithmeticName(Arithmetic arithmetic)
{
    switch (arithmetic) {
    case Arithmetic::Plain:
        return "plain";
    case Arithmetic::Avx2:
        return "avx2";
    case Arithmetic::Avx512:
        return "avx512";
    case Arithmetic::Avx2Int16:
        return "avx2-int16";
    case Arithmetic::AvxVnni:
        return "avx-vnni";
    case Arithmetic::Avx512Vnni:
        return "avx512-vnni";
    case Arithmetic::Avx512Bf16:
        return "avx512-bf16";
    case Arithmetic::AmxBf16:
        return "amx-bf16";
    }
    return {};
}

std::vector<Arithmetic> availableArithmetics()
{
    std::vector<Arithmetic> available = {Arithmetic::Plain};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        available.push_back(Arithmetic::Avx2);
        available.push_back(Arithmetic::Avx2Int16);
        if (hasAvxVnni())
            available.push_back(Arithmetic::AvxVnni);
    }
    if (__builtin_cpu_supports("avx512f"))
        available.push_back(Arithmetic::Avx512);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
        available.push_back(Arithmetic::Avx512Vnni);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bf16")) {
        available.push_back(Arithmetic::Avx512Bf16);
        if (allowMatrixUnits())
            available.push_back(Arithmetic::AmxBf16);
    }
#endif
    return available;
}

std::optional<Arithmetic> fastestFloats()
{
    return firstAvailable({Arithmetic::Avx512, Arithmetic::Avx2});
}

std::optional<Arithmetic> fastestIntegers()
{
    return firstAvailable({Arithmetic::Avx512Vnni, Arithmetic::AvxVnni, Arithmetic::Avx2Int16});
}

std::optional<Arithmetic> fastestBf16()
{
    return firstAvailable({Arithmetic::AmxBf16, Arithmetic::Avx512Bf16});
}

bool isExact(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Plain || arithmetic == Arithmetic::Avx2 ||
           arithmetic == Arithmetic::Avx512;
}

std::unique_ptr<Conv3x3> makeConv3x3(const ConvSpec& spec, Arithmetic arithmetic)
{
    return makeConv(spec, false, arithmetic);
}

std::unique_ptr<Conv3x3> makeUpConv3x3(const ConvSpec& spec, Arithmetic arithmetic)
{
    return makeConv(spec, true, arithmetic);
}

} // namespace enlarger::kernels
