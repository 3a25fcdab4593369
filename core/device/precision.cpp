// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/precision.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::device {

const char* precisionName(Precision precision)
{
    return nameOf(precision);
}

Result<Precision> precisionFromName(const std::string& name)
{
    if (const auto precision = fromName<Precision>(name))
        return *precision;
    return Error{ErrorKind::BadInput,
                 fmt::format("there is no precision \"{}\"", name),
                 {},
                 fmt::format("Choose one of {}", fmt::join(allNames<Precision>(), ", "))};
}

} // namespace enlarger::device
