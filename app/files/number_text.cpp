// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace enlarger::app {

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

std::string sizeText(int width, int height)
{
    return fmt::format("{} x {}", width, height);
}

std::string factorText(double factor)
{
    std::string text = fmt::format("{:.2f}", factor);
    while (text.ends_with('0'))
        text.pop_back();
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string decimalText(double value, int digits)
{
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : fmt::format("{}", value);
}

} // namespace enlarger::app
