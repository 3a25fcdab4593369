// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/colour_description.h"
#include "core/image/photo/light_levels.h"
#include "core/image/photo/named_text.h"
#include "core/image/photo/photo_format.h"
#include "core/image/photo/read_choice.h"
#include "core/image/photo/resolution.h"
#include "core/image/pixels/turn.h"

#include <cstdint>
#include <filesystem>

namespace enlarger::image {

using Bytes = std::vector<std::uint8_t>;

/// What a photograph carries beside its pixels: raw blocks, and what its container says itself. Empty: has
/// none.
struct Metadata
{
    Bytes icc;  // an ICC profile; empty for sRGB, and for HDR that is described by numbers
    Bytes exif; // a TIFF structure ("II*\0..." or "MM\0*..."), without the leading "Exif\0\0"
    Bytes xmp;  // an XMP packet, UTF-8
    Bytes iptc; // IPTC-IIM datasets (0x1C ...), without Photoshop's 8BIM around them

    ColourDescription colours = {};
    LightLevels lightLevels = {};
    Resolution resolution = {}; // the container's own, of the pixels as stored; EXIF may have another
    NamedTexts texts = {};
};

/// What is known of a photo before its pixels are read.
struct PhotoInfo
{
    std::filesystem::path file;
    PhotoFormat format = PhotoFormat::Jpeg;
    int width = 0;         // after orientation and turn
    int height = 0;        // after orientation and turn
    Turn turn;             // by which it is turned
    int unturnedWidth = 0; // after orientation alone
    int unturnedHeight = 0;
    int channels = 3;  // of the rows that the reader gives: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
    int bits = 8;      // 8, or 16 for everything deeper (10 and 12 bit, 16 bit, float)
    int pages = 1;     // pictures or frames that the file holds: which one is read is a ReadChoice
    ReadChoice choice; // as it was read
    std::int64_t decodingMemory = 0; // bytes that reading takes at once, beyond some rows
    Metadata metadata;
    std::vector<std::string>
        notes; // what was converted or clipped, for a person: "CMYK was converted to sRGB"

    bool hasAlpha() const { return channels == 2 || channels == 4; }
    bool isGrey() const { return channels <= 2; }
};

/// The provenance that an enlarged photo carries in its XMP.
struct Provenance
{
    std::string modelName;
    std::string modelHash; // SHA-256 of the weights' file, hexadecimal
    std::string scale;     // "4", or "3104x3636" where a size was asked for
    std::string precision; // "bf16"
    // Empty where they do not apply:
    std::string strength;   // "0.5", of a mixture of two networks
    std::string colourLock; // "on"
    std::string ensemble;   // "x8", of a self-ensemble
    std::string turn;       // "rotate 90, straighten -2.5", of the upright source
    std::string crop;       // "X,Y,WxH", pixels of the turned source
};

} // namespace enlarger::image
