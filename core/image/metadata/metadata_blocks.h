// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <span>
#include <string_view>

namespace enlarger::image {

using ByteView = std::span<const std::uint8_t>;

inline std::string_view asText(ByteView data)
{
    return {reinterpret_cast<const char*>(data.data()), data.size()};
}

/// The TIFF structure inside what a container calls EXIF, which may have "Exif\0\0" or HEIF's offset before
/// it. Empty where there is none.
Bytes exifBlock(ByteView data);

/// The orientation 1..8 that an EXIF block asks for; 1 where it says nothing valid.
int exifOrientation(const Bytes& exif);

/// The packet without the zeros that some programs leave after it.
Bytes xmpPacket(ByteView data);

/// The IPTC-IIM datasets inside Photoshop's image resources (8BIM blocks), or the data itself where it is
/// IIM.
Bytes iptcDatasets(ByteView data);

/// An XMP packet and the extension that JPEG keeps of it elsewhere, as one packet. The packet alone where
/// they do not fit together.
Bytes joinXmp(const Bytes& packet, const Bytes& extension);

} // namespace enlarger::image
