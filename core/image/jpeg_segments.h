// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo.h"

namespace enlarger::image {

/// What the segments before a JPEG's pixels say.
struct JpegHeader
{
    Metadata metadata;
    bool progressive = false; // its decoder must hold all coefficients
    int components = 0;
};

JpegHeader readJpegHeader(const std::filesystem::path& file);

} // namespace enlarger::image
