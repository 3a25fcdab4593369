// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/local_time.h"

namespace enlarger {

std::optional<std::tm> localTime(std::time_t time)
{
    std::tm local{};
    return ::localtime_r(&time, &local) ? std::optional(local) : std::nullopt;
}

} // namespace enlarger
