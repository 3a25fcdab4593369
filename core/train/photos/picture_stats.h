// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/train/photos/picture_quality.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace enlarger::train {

/// What one pass over a whole picture finds.
struct PictureStats
{
    int width = 0;
    int height = 0;
    int bits = 8;
    std::uint64_t hash = 0; // of its pixels in 8 bits, and of its width
    PictureQuality quality;
    std::int64_t patches = 0; // of leastSide x leastSide
    std::int64_t usefulPatches = 0;
    bool otherColours = false; // its profile is not one of sRGB
    bool isEnlarged = false;   // by this program, as its XMP says
    std::vector<std::string> notes;
};

/// Decodes the picture to its end, in little memory, unless a side is below `leastSide`: then only its size
/// is found. Calls `pause` between bands of rows.
Result<PictureStats> scanPicture(const std::filesystem::path& file, int leastSide,
                                 const std::function<void()>& pause);

} // namespace enlarger::train
