// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/tiling/output_size.h"

#include <optional>
#include <string>

namespace enlarger::app {

inline constexpr double standardDpi = 300.0; // what a print is usually asked for at
inline constexpr double leastDpi = 10.0, mostDpi = 4800.0;

enum class LengthUnit { Centimetre, Inch };

/// A length on paper.
struct Length
{
    double value = 0.0;
    LengthUnit unit = LengthUnit::Centimetre;

    bool operator==(const Length&) const = default;
};

/// "40cm", "400 mm", "16in", "16.5\"": a number above 0 and its unit. Nothing where it is none.
std::optional<Length> lengthFrom(const std::string& text);
std::string unitText(LengthUnit unit); // "cm", "in"

int pixelsOf(const Length& length, double dpi); // at least 1; at most infer::longestSide
Length lengthOf(int pixels, LengthUnit unit, double dpi);

/// How large a print is to be.
struct PrintSize
{
    enum class Side { Width, Height, Long };

    Side side = Side::Long;
    Length length;
    double dpi = standardDpi; // pixels per inch

    bool operator==(const PrintSize&) const = default;
};

infer::OutputSize pixelsOf(const PrintSize& size);

/// "60.0 x 40.0 cm at 300 dpi": what a picture of so many pixels is on paper.
std::string printText(int width, int height, LengthUnit unit, double dpi);

} // namespace enlarger::app
