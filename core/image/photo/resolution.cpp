// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/resolution.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

constexpr double centimetresPerInch = 2.54;
constexpr double perMetre = 100.0 / centimetresPerInch; // of one per inch
constexpr double least = 0.001, most = 1e8;             // from maps to electron microscopes

bool isSound(double number)
{
    return number >= least && number <= most; // nor NaN
}

bool is72(const Resolution& resolution)
{
    const Resolution inches = resolution.in(Resolution::Unit::Inch);
    return std::abs(inches.x - 72.0) < 0.05 && std::abs(inches.y - 72.0) < 0.05;
}

} // namespace

bool Resolution::isKnown() const
{
    return isSound(x) && isSound(y) && (hasUnit() || x != 1.0 || y != 1.0);
}

Resolution Resolution::in(Unit wanted) const
{
    if (!hasUnit() || unit == wanted)
        return *this;
    const double factor = wanted == Unit::Inch ? centimetresPerInch : 1.0 / centimetresPerInch;
    return {x * factor, y * factor, wanted};
}

Resolution resolutionPerMetre(std::uint32_t x, std::uint32_t y)
{
    const double inchX = std::round(double(x) / perMetre), inchY = std::round(double(y) / perMetre);
    // Whole numbers per inch were meant where they come out as these.
    if (std::round(inchX * perMetre) == double(x) && std::round(inchY * perMetre) == double(y))
        return {inchX, inchY, Resolution::Unit::Inch};
    return {double(x) / 100.0, double(y) / 100.0, Resolution::Unit::Centimetre};
}

Resolution pixelShape(std::uint32_t x, std::uint32_t y)
{
    return x == y ? Resolution() : Resolution{double(x), double(y), Resolution::Unit::None};
}

Resolution chooseResolution(std::initializer_list<Resolution> named)
{
    const auto firstThat = [&](auto holds) {
        const auto found = std::find_if(named.begin(), named.end(), [&](const Resolution& resolution) {
            return resolution.isKnown() && holds(resolution);
        });
        return found == named.end() ? Resolution() : *found;
    };
    for (const Resolution& best : {firstThat([](auto& r) { return r.hasUnit() && !is72(r); }),
                                   firstThat([](auto& r) { return r.hasUnit(); })})
        if (best.isKnown())
            return best;
    return firstThat([](auto&) { return true; });
}

WholeDensity wholeDensity(const Resolution& resolution)
{
    WholeDensity best;
    if (!resolution.isKnown())
        return best;
    const auto fits = [](double number) { return number >= 0.5 && number < 65535.5; };
    double leastError = 1.0;
    for (const Resolution::Unit unit :
         {resolution.unit, Resolution::Unit::Inch, Resolution::Unit::Centimetre}) {
        const Resolution wanted = resolution.in(unit);
        if (!fits(wanted.x) || !fits(wanted.y))
            continue;
        const double error =
            std::abs(std::round(wanted.x) / wanted.x - 1.0) + std::abs(std::round(wanted.y) / wanted.y - 1.0);
        if (error < leastError - 1e-4) // else the earlier unit, which is the file's own
            best = {std::uint16_t(std::lround(wanted.x)), std::uint16_t(std::lround(wanted.y)), wanted.unit};
        leastError = std::min(leastError, error);
    }
    return best;
}

} // namespace enlarger::image
