// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace enlarger::image {

/// The corners of a colour space in the CIE 1931 diagram: x and y.
struct Chromaticities
{
    using Point = std::array<double, 2>;

    Point white{};
    Point red{};
    Point green{};
    Point blue{};

    /// Whether a space can have them: inside of the diagram, and a triangle.
    bool areSound() const;
    /// Within what rounding in files changes.
    bool areNear(const Chromaticities& other) const;
};

/// Those of sRGB and BT.709.
extern const Chromaticities srgbChromaticities;
extern const Chromaticities adobeRgbChromaticities;
extern const Chromaticities displayP3Chromaticities;
extern const Chromaticities proPhotoChromaticities;

/// ColourPrimaries of ITU-T H.273, table 2; unspecified ones are BT.709's. Nothing for numbers that are not
/// assigned or name no colours of a display.
std::optional<Chromaticities> chromaticitiesOf(int primaries);

/// "Display P3"; empty where they have no name.
std::string_view nameOf(const Chromaticities& chromaticities);

} // namespace enlarger::image
