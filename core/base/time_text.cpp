// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_text.h"

#include "core/system/local_time.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace enlarger {

std::string durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0.0)
        return "unknown";
    if (seconds < 0.95)
        return "under 1 s";
    const auto whole = static_cast<std::int64_t>(std::llround(std::min(seconds, 1e12)));
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string todayText()
{
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
}

std::string localDateText()
{
    return fmt::format("{:%Y-%m-%d}", localTime(std::time(nullptr)).value_or(std::tm{}));
}

} // namespace enlarger
