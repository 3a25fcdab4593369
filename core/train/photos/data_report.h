// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/foreign_folders.h"
#include "core/base/result.h"
#include "core/train/photos/picture_quality.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace enlarger::train {

/// A picture that samples can be cut from.
struct SourcePicture
{
    std::filesystem::path file;
    std::filesystem::path lr; // its own LR picture; empty: to be made
    int width = 0;            // pixels, of the HR picture
    int height = 0;
    int bits = 8;           // 8 or 16
    std::uint64_t hash = 0; // of its pixels; 0: not known
    PictureQuality quality;
};

/// A picture with the same pixels as one that comes before it.
struct DuplicatePicture
{
    std::filesystem::path file;
    std::filesystem::path of;
};

/// What was found in the folders of a training set, for a person to read before the work begins.
struct DataReport
{
    std::vector<SourcePicture> used;     // by path, those held out included
    std::vector<SourcePicture> tooSmall; // a side is below neededSide
    int neededSide = 0;                  // pixels
    std::vector<Error> unreadable;       // called like pictures, but cannot be read to their end
    std::vector<DuplicatePicture> duplicates;
    std::vector<std::filesystem::path> enlarged; // by this program, and left out: a network has drawn them
    std::vector<Error> unpaired;                 // HR pictures without their LR ones, and the other way round
    std::vector<Error> mismatched;               // pairs whose sizes do not fit each other
    std::vector<std::filesystem::path> packed;   // packed files
    PassedOver passedOver;                       // folders of other programs
    std::int64_t otherFiles = 0;                 // neither a picture's name nor its content
    std::int64_t otherColours = 0; // of those used: of another profile than sRGB, whose primaries stay
    std::map<std::string, std::int64_t> notes; // of those used: what was converted, and how often
    double megapixels = 0.0;                   // of those used
    std::int64_t patches = 0;                  // squares of neededSide x neededSide side by side in them
    std::int64_t usefulPatches = 0;            // of those: not flat, roughly
};

} // namespace enlarger::train
