// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enlarge/print_size.h"

#include "app/files/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::app {

namespace {

constexpr double centimetresPerInch = 2.54;

double inchesOf(const Length& length)
{
    return length.unit == LengthUnit::Inch ? length.value : length.value / centimetresPerInch;
}

struct UnitName
{
    std::string_view name;
    LengthUnit unit;
    double factor; // of the unit
};
constexpr std::array<UnitName, 4> unitNames{{{"cm", LengthUnit::Centimetre, 1.0},
                                             {"mm", LengthUnit::Centimetre, 0.1},
                                             {"in", LengthUnit::Inch, 1.0},
                                             {"\"", LengthUnit::Inch, 1.0}}};

} // namespace

std::optional<Length> lengthFrom(const std::string& text)
{
    double value = 0.0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || !std::isfinite(value) || value <= 0.0)
        return {};
    std::string_view name(rest, std::size_t(end - rest));
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    const auto* const unit = std::ranges::find(unitNames, name, &UnitName::name);
    if (unit == unitNames.end())
        return {};
    return Length{value * unit->factor, unit->unit};
}

std::string unitText(LengthUnit unit)
{
    return unit == LengthUnit::Inch ? "in" : "cm";
}

int pixelsOf(const Length& length, double dpi)
{
    return int(std::lround(std::clamp(inchesOf(length) * dpi, 1.0, double(infer::longestSide))));
}

Length lengthOf(int pixels, LengthUnit unit, double dpi)
{
    const double inches = pixels / dpi;
    return {unit == LengthUnit::Inch ? inches : inches * centimetresPerInch, unit};
}

infer::OutputSize pixelsOf(const PrintSize& size)
{
    const int pixels = pixelsOf(size.length, size.dpi);
    switch (size.side) {
    case PrintSize::Side::Width:
        return {.width = pixels};
    case PrintSize::Side::Height:
        return {.height = pixels};
    case PrintSize::Side::Long:
        break;
    }
    return {.longSide = pixels};
}

std::string printText(int width, int height, LengthUnit unit, double dpi)
{
    return fmt::format("{:.1f} x {:.1f} {} at {} dpi", lengthOf(width, unit, dpi).value,
                       lengthOf(height, unit, dpi).value, unitText(unit), factorText(dpi));
}

} // namespace enlarger::app
