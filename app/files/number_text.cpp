// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/number_text.h"

#include <fmt/format.h>

#include <cmath>

namespace enlarger::app {

std::string aboutText(double seconds)
{
    const std::string text = durationText(seconds);
    return text.starts_with("under") ? text : "about " + text;
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
