// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo_content.h"

namespace enlarger::image {

/// What a new file carries beside its pixels: blocks that its format can hold as they are.
struct NewMetadata
{
    Metadata blocks;    // with the resolution and the texts that go into their own places
    Bytes xmpExtension; // JPEG alone: XMP beyond one segment
    Bytes
        convertFrom; // a profile that the file cannot hold: the values go from it to sRGB; empty: as they are
    std::vector<std::string> notes; // what is lost or moved, for a person
};

/// Makes the source's metadata fit the new picture and its format. Damaged blocks are left out, never an
/// error.
NewMetadata editMetadata(const PhotoContent& content, PhotoFormat format);

} // namespace enlarger::image
