// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/pixel_rect.h"

#include <string>

namespace enlarger::image {

/// How a person turns an upright photo, clockwise: by quarters, exactly, and then by the angle that makes its
/// horizon level.
struct Turn
{
    static constexpr double mostDegrees = 45.0;

    int quarters = 0;     // of a full turn, 0..3
    double degrees = 0.0; // -45..45

    bool isNone() const { return quarters == 0 && degrees == 0.0; }
    bool swapsSides() const { return quarters % 2 != 0; }
    /// By so many quarters more; negative: counterclockwise.
    Turn plusQuarters(int more) const { return {((quarters + more) % 4 + 4) % 4, degrees}; }
    bool operator==(const Turn&) const = default;

    /// "rotate 90, straighten -2.5"; empty for none.
    std::string text() const;
};

/// The whole of a photo of width x height after a turn, at 0, 0. An angle leaves the largest rectangle of the
/// same proportions that has no empty corners.
PixelRect turnedPicture(int width, int height, const Turn& turn);

/// Where a rectangle of a picture of width x height lies after so many quarters clockwise (or, negative,
/// counterclockwise).
PixelRect turnedRect(const PixelRect& rect, int width, int height, int quarters);

} // namespace enlarger::image
