// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/colour_claim.h"

#include <filesystem>

namespace enlarger::image {

/// What the chunks before a PNG's pixels say of its colours.
struct PngColours
{
    Bytes icc; // of iCCP, whatever it describes: libpng drops one that does not fit without a word
    std::vector<ColourClaim> claims; // of cICP, sRGB, gAMA and cHRM, in the order of PNG's third edition
};

PngColours readPngColours(const std::filesystem::path& file);

} // namespace enlarger::image
