// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo_content.h"

#include <exiv2/exiv2.hpp>

#include <string>
#include <utility>

namespace enlarger::tests {

// Blocks of metadata to tags and back, and a photo that carries them.

inline Exiv2::ExifData decodeExif(const image::Bytes& block)
{
    Exiv2::ExifData exif;
    Exiv2::ExifParser::decode(exif, block.data(), std::uint32_t(block.size()));
    return exif;
}

inline Exiv2::XmpData decodeXmp(const image::Bytes& packet)
{
    Exiv2::XmpData xmp;
    Exiv2::XmpParser::decode(xmp, std::string(packet.begin(), packet.end()));
    return xmp;
}

inline image::Bytes encodeXmp(const Exiv2::XmpData& xmp)
{
    std::string packet;
    Exiv2::XmpParser::encode(packet, xmp);
    return image::Bytes(packet.begin(), packet.end());
}

inline image::PhotoContent content(image::Metadata metadata)
{
    return {800, 600, 3, std::move(metadata), {"model", "hash", "4", "fp32"}};
}

} // namespace enlarger::tests
