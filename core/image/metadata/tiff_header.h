// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/colour_claim.h"
#include "core/image/photo/photo.h"

namespace enlarger::image {

/// What the directory of a TIFF's page says, as far as libvips does not tell.
struct TiffHeader
{
    Metadata metadata;
    std::optional<ColourClaim> colours; // by its own tags, for grey and RGB
    int pages = 1;                      // of the file
    int photometric = 0;                // 0 and 1 grey, 2 RGB, 3 palette, 5 separated, 6 YCbCr, 8 CIE Lab ...
    int compression = 1;                // 7: JPEG
    int samples = 1;                    // a pixel
    int bits = 1;                       // of a sample
    bool mixedBits = false;             // not the same for all samples
    int sampleFormat = 1;               // 1 unsigned, 2 signed, 3 floating, 4 anything, 5 and 6 complex
    int inks = 1;                       // InkSet: 1 is CMYK
    bool tiled = false;                 // tiles instead of strips
    bool planes = false;                // the channels one after the other
    int rowsAtOnce = 1;                 // of a tile or strip
    int rawCompression = 0;             // of a RAW's sensor data; 0: not known, or no RAW
    std::vector<int> extras;            // ExtraSamples: 0 unspecified, 1 premultiplied alpha, 2 alpha
    std::vector<std::string> notes;     // what else it holds and is not read, for a person
};

/// EXIF and GPS directories are spread over the file; they are gathered into one block, without the tags that
/// describe how the pixels are stored. Reads classic TIFF and BigTIFF. `page` counts from 1; of one that is
/// not there, nothing but the number of pages is told.
TiffHeader readTiffHeader(const std::filesystem::path& file, int page = 1);

/// Whether a TIFF is a camera's RAW in TIFF's clothes (DNG, CR2, NEF, ARW ...): what its first directory
/// shows is a preview, or the sensor's own data. False where the file is no TIFF.
bool isRawTiff(const std::filesystem::path& file);

} // namespace enlarger::image
