// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/chromaticities.h"

#include "core/image/photo/colour_description.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

constexpr Chromaticities::Point d65{0.3127, 0.3290}, illuminantC{0.310, 0.316}, d50{0.3457, 0.3585};

struct Named
{
    int number; // of H.273; 0: it has none
    std::string_view name;
    Chromaticities chromaticities;
};

constexpr std::array knownChromaticities{
    Named{1, "BT.709", {d65, {0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}}},
    Named{4, "BT.470 System M", {illuminantC, {0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}}},
    Named{5, "BT.601 with 625 lines", {d65, {0.640, 0.330}, {0.290, 0.600}, {0.150, 0.060}}},
    Named{6, "BT.601 with 525 lines", {d65, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}},
    Named{7, "SMPTE 240M", {d65, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}},
    Named{8, "generic film", {illuminantC, {0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}}},
    Named{9, "BT.2020", {d65, {0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}}},
    Named{11, "DCI-P3", {{0.314, 0.351}, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}},
    Named{12, "Display P3", {d65, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}},
    Named{22, "EBU 3213", {d65, {0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}}},
    Named{0, "Adobe RGB", {d65, {0.640, 0.330}, {0.210, 0.710}, {0.150, 0.060}}},
    Named{0, "ProPhoto RGB", {d50, {0.7347, 0.2653}, {0.1596, 0.8404}, {0.0366, 0.0001}}},
};

constexpr const Chromaticities& byName(std::string_view name)
{
    return std::ranges::find(knownChromaticities, name, &Named::name)->chromaticities;
}

std::array<Chromaticities::Point, 4> pointsOf(const Chromaticities& c)
{
    return {c.white, c.red, c.green, c.blue};
}

} // namespace

constinit const Chromaticities srgbChromaticities = byName("BT.709");
constinit const Chromaticities adobeRgbChromaticities = byName("Adobe RGB");
constinit const Chromaticities displayP3Chromaticities = byName("Display P3");
constinit const Chromaticities proPhotoChromaticities = byName("ProPhoto RGB");

bool Chromaticities::areSound() const
{
    // Primaries of some spaces are no real lights, and lie a little outside.
    const auto isSound = [](const Point& p) {
        return std::abs(p[0]) <= 1.5 && std::abs(p[1]) <= 1.5 && std::abs(p[1]) > 1e-5;
    };
    const double area = (green[0] - red[0]) * (blue[1] - red[1]) - (green[1] - red[1]) * (blue[0] - red[0]);
    return std::ranges::all_of(pointsOf(*this), isSound) && white[0] > 0.0 && white[1] > 0.01 &&
           std::abs(area) > 0.01;
}

bool Chromaticities::areNear(const Chromaticities& other) const
{
    constexpr double near = 0.003; // two digits behind the point, as some files have them, are within
    const auto own = pointsOf(*this), others = pointsOf(other);
    for (std::size_t i = 0; i < own.size(); ++i)
        if (!(std::abs(own[i][0] - others[i][0]) < near && std::abs(own[i][1] - others[i][1]) < near))
            return false;
    return true;
}

std::optional<Chromaticities> chromaticitiesOf(int primaries)
{
    if (primaries == ColourDescription::unspecified)
        return srgbChromaticities;
    const auto found = std::ranges::find(knownChromaticities, primaries, &Named::number);
    if (primaries <= 0 || found == knownChromaticities.end())
        return std::nullopt;
    return found->chromaticities;
}

std::string_view nameOf(const Chromaticities& chromaticities)
{
    const auto found = std::ranges::find_if(knownChromaticities, [&](const Named& named) {
        return chromaticities.areNear(named.chromaticities);
    });
    return found == knownChromaticities.end() ? std::string_view() : found->name;
}

} // namespace enlarger::image
