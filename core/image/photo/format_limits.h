// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// What a container, or the library that writes it, has room for.
struct FormatLimits
{
    int maxSide = 0;  // pixels
    int deepBits = 8; // what it holds of a 16-bit picture
    bool grey = true; // keeps one channel as one
    bool alpha = true;
    bool iptc = false;
    bool wholePicture = false; // its encoder wants all pixels before it begins
    std::size_t exif = 0;      // bytes of the block; 0: as many as there are
    std::size_t xmp = 0;       // bytes of the packet
    std::size_t icc = 0;       // bytes of the profile
};

/// For the formats that we write.
const FormatLimits& limitsOf(PhotoFormat format);

} // namespace enlarger::image
