// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/raw_space.h"

namespace enlarger::image {

/// What is read of a file that leaves a choice.
struct ReadChoice
{
    int page = 1;                       // a page of TIFF, a picture of HEIC and AVIF, a frame of GIF and WebP
    RawSpace rawSpace = RawSpace::Srgb; // the colours in which a RAW is developed

    bool operator==(const ReadChoice&) const = default;
};

} // namespace enlarger::image
