// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// The orientation 1..8 of a picture that EXIF's `orientation` describes and that is turned by so many
/// quarters more, clockwise.
int turnedOrientation(int orientation, int quarters);

/// A pixel of a picture.
struct PixelPlace
{
    int x = 0;
    int y = 0;
};

/// Where what is seen at x, y of the upright picture lies in the stored one of width x height.
PixelPlace storedPlace(int orientation, int width, int height, int x, int y);

/// The source's picture upright, where `orientation` 1..8 is EXIF's. From 3 on it is held whole. Error:
/// OutOfMemory where it is too large for that.
OpenedSource turnUpright(std::unique_ptr<RowSource> source, int orientation,
                         const std::filesystem::path& file);

} // namespace enlarger::image
