// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

struct EditedExif
{
    Bytes block;                    // empty where there is nothing to keep
    double pixelsPerInch = 0.0;     // what the block says of printing; 0: nothing
    std::vector<std::string> notes; // what was lost, for a person
};

/// The EXIF block for a new picture of width x height that stands upright: orientation 1, new sizes, no
/// thumbnail and nothing that describes the old file's strips; GPS and maker notes stay. Where the block
/// would pass `limit` bytes (0: none), the maker note goes first, then single large tags.
EditedExif editExif(const Bytes& exif, int width, int height, std::size_t limit);

} // namespace enlarger::image
