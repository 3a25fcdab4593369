// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/encoders/exif_block.h"

namespace enlarger::image {

/// Where the EXIF and GPS directories of a new TIFF stand; 0: there is none.
struct ExifDirectories
{
    Bytes bytes; // to be put into the file at the position they were laid out for
    std::uint64_t exif = 0;
    std::uint64_t gps = 0;
};

/// Lays out a block's EXIF, GPS and interoperability directories for position `start` of a TIFF or BigTIFF
/// file of the block's byte order. Values stay as they are, byte for byte, and the maker note keeps its
/// offset from the beginning of the file, since most makers' notes point into themselves by it.
ExifDirectories layOutExif(const ExifBlock& block, std::uint64_t start, bool bigTiff);

} // namespace enlarger::image
