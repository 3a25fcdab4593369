// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"
#include "core/base/result.h"

namespace enlarger::device {

/// Int16: products of 16-bit integers by CPUs that have them (AVX2), where the engine has an exact stream for
/// the network; sums, features and results stay fp32. For enlarging alone.
enum class Precision { Auto, Fp32, Bf16, Fp16, Int16 };
constexpr auto namesOf(Precision)
{
    return std::to_array<EnumName<Precision>>({{Precision::Auto, "auto"},
                                               {Precision::Fp32, "fp32"},
                                               {Precision::Bf16, "bf16"},
                                               {Precision::Fp16, "fp16"},
                                               {Precision::Int16, "int16"}});
}

const char* precisionName(Precision precision); // "auto", "fp32", "bf16", "fp16", "int16"

/// An unknown name is an Error that lists the known ones.
Result<Precision> precisionFromName(const std::string& name);

} // namespace enlarger::device
