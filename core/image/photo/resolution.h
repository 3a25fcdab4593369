// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>

namespace enlarger::image {

/// How many pixels of a picture lie on a length of paper, across and down. An enlargement keeps the numbers:
/// what was to be printed at 300 pixels per inch is printed at 300, and larger.
struct Resolution
{
    enum class Unit { None, Inch, Centimetre };

    double x = 0.0; // pixels per unit; 0: nothing is known
    double y = 0.0;
    Unit unit = Unit::Inch; // None: x to y is the shape of a pixel, or the unit is the user's own

    bool operator==(const Resolution&) const = default;

    /// Whether it says anything at all. Numbers that no print or scan has count as nothing.
    bool isKnown() const;
    bool hasUnit() const { return unit != Unit::None; }
    /// That of a picture turned by a quarter.
    Resolution turned() const { return {y, x, unit}; }
    /// In another unit than None; where it has none itself, as it is.
    Resolution in(Unit wanted) const;
};

/// The number by which TIFF and EXIF call a unit.
constexpr int exifUnit(Resolution::Unit unit)
{
    return unit == Resolution::Unit::None ? 1 : unit == Resolution::Unit::Inch ? 2 : 3;
}

/// Pixels per metre in whole numbers, as PNG and BMP have them: 11811 are 300 per inch.
Resolution resolutionPerMetre(std::uint32_t x, std::uint32_t y);

/// Numbers without a unit, as JFIF and PNG have them for the shape of a pixel alone. Square ones say nothing.
Resolution pixelShape(std::uint32_t x, std::uint32_t y);

/// The one resolution of a file that names several, the container's own first: the first one with a unit that
/// is not 72 per inch, which is what the EXIF standard prescribes where nothing is known; else 72; else the
/// first that says anything.
Resolution chooseResolution(std::initializer_list<Resolution> named);

/// A resolution in whole numbers of 16 bits, as JFIF has it. 1 x 1 without a unit says nothing.
struct WholeDensity
{
    std::uint16_t x = 1;
    std::uint16_t y = 1;
    Resolution::Unit unit = Resolution::Unit::None;
};
/// In inches or centimetres, whichever rounds less; where neither fits, nothing.
WholeDensity wholeDensity(const Resolution& resolution);

} // namespace enlarger::image
