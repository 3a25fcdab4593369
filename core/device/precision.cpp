// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/device.h"

namespace enlarger::device {

namespace {

constexpr Precision all[] = {Precision::Auto, Precision::Fp32, Precision::Bf16, Precision::Fp16};

} // namespace

const char* precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Auto:
        return "auto";
    case Precision::Fp32:
        return "fp32";
    case Precision::Bf16:
        return "bf16";
    case Precision::Fp16:
        return "fp16";
    }
    return "unknown";
}

Result<Precision> precisionFromName(const std::string& name)
{
    std::string known;
    for (const Precision precision : all) {
        if (name == precisionName(precision))
            return precision;
        known += (known.empty() ? "" : ", ") + std::string(precisionName(precision));
    }
    return Error{ErrorKind::BadInput, "there is no precision \"" + name + "\"", {}, "Choose one of " + known};
}

} // namespace enlarger::device
