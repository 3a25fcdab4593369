// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"
#include "core/base/result.h"

namespace enlarger::device {

enum class Precision { Auto, Fp32, Bf16, Fp16 };
constexpr auto namesOf(Precision)
{
    return std::to_array<EnumName<Precision>>({{Precision::Auto, "auto"},
                                               {Precision::Fp32, "fp32"},
                                               {Precision::Bf16, "bf16"},
                                               {Precision::Fp16, "fp16"}});
}

const char* precisionName(Precision precision); // "auto", "fp32", "bf16", "fp16"

/// An unknown name is an Error that lists the known ones.
Result<Precision> precisionFromName(const std::string& name);

} // namespace enlarger::device
