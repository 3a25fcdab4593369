// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <string>

namespace enlarger::image {

/// Labels for pictures of measurements: an alphabet of 5 x 7 pixels, each `size` pixels large, in one grey
/// (0..1). ASCII alone; other bytes become '?'.
struct SmallText
{
    int size = 2;
    float grey = 0.25F;

    int height() const { return 7 * size; }
    int widthOf(const std::string& text) const { return int(text.size()) * 6 * size; }

    /// Draws onto the picture from (x, y), the text's upper left corner. What does not fit into `width`
    /// pixels is cut, with dots at the end; what lies outside of the picture is left out.
    void draw(Image& onto, int x, int y, int width, std::string text) const;
};

} // namespace enlarger::image
