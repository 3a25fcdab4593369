// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_text.h"

#include <fmt/format.h>

#include <iterator>

namespace enlarger {

std::string bytesText(std::int64_t bytes)
{
    constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < std::size(units)) {
        value /= 1000.0;
        ++unit;
    }
    const int digits = unit > 0 && value < 9.95 ? 1 : 0;
    return fmt::format("{:.{}f} {}", value, digits, units[unit]);
}

} // namespace enlarger
