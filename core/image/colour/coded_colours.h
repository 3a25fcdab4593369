// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// A colour space that a file names by the numbers of ITU-T H.273 instead of carrying a profile.
struct CodedColours
{
    Bytes profile;    // ICC; empty for sRGB
    std::string note; // what a person should know of it; may be empty
};

CodedColours codedColours(int primaries, int transfer);

} // namespace enlarger::image
