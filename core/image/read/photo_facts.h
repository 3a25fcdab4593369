// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <string>
#include <vector>

namespace enlarger::image {

/// One line for a person: "Exposure", "1/250 s, f/8, ISO 100".
struct PhotoFact
{
    std::string name;
    std::string value;
};

/// A photo's properties and metadata as text, in a fixed order; what is not known is left out: Format, Size,
/// Depth, Colours (profile), Taken, Camera, Lens, Exposure, Focal length, Place (GPS), Title, Description,
/// Author, Copyright, Keywords, Rating, Enlarged with (our own provenance). Damaged blocks are left out,
/// never an error. UTF-8, control characters as spaces, values cut at 300 characters.
std::vector<PhotoFact> photoFacts(const PhotoInfo& photo);

} // namespace enlarger::image
