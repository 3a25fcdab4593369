// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// What the segments before a JPEG's pixels say.
struct JpegHeader
{
    Metadata metadata;
    int scans = 1; // of more than one the decoder must hold all coefficients, and goes over them for each
    double coefficientBytes = 0;    // that it must hold
    std::vector<std::string> notes; // what the file holds beside the picture and is not read, for a person
};

JpegHeader readJpegHeader(const std::filesystem::path& file);

} // namespace enlarger::image
