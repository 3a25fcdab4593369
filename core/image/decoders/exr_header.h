// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/chromaticities.h"

#include <filesystem>
#include <optional>

namespace enlarger::image {

/// What the header of an OpenEXR file says that libvips does not tell.
struct ExrHeader
{
    bool isWhole = false;    // the header was read to its end
    bool hasColours = false; // channels R, G, B or Y
    bool hasAlpha = false;   // a channel A
    bool hasOthers = false;  // depth, layers ...
    bool hasSeveralParts = false;
    std::optional<Chromaticities> chromaticities; // nothing: BT.709's
};

ExrHeader readExrHeader(const std::filesystem::path& file);

} // namespace enlarger::image
