// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// How a photograph is written.
struct WriteOptions
{
    PhotoFormat format = PhotoFormat::Jpeg;
    int quality = 95; // 1..100 where the format has one; at 100 WebP, AVIF, JPEG XL and HEIC are lossless,
                      // JPEG is not, and always has 4:4:4
    int bits = 8;     // 8 or 16 wanted; formats that cannot give 16 give what they can (AVIF and HEIC 12)
    bool replace = false;           // may an existing file of that name be replaced at the end?
    std::filesystem::path numbered; // if not: "photo.png", of which the next free of "photo-2.png" ... is
                                    // taken then; empty: an Error
};

/// What is written: the picture's shape and what it carries.
struct PhotoContent
{
    int width = 0;
    int height = 0;
    int channels = 3;  // as in Image
    Metadata metadata; // the source's own; orientation, sizes, thumbnail and provenance are set on writing
    Provenance provenance;
    Resolution resolution; // that the file is to say, whatever the source says; not known: the source's
    Turn turn = {};        // that the source was given
};

} // namespace enlarger::image
