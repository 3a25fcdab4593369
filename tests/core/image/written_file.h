// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <exiv2/exiv2.hpp>
#include <filesystem>

namespace enlarger::tests {

/// A file as other programs' libraries see it (libvips, Exiv2), so that writer and reader cannot agree on a
/// mistake.
struct WrittenPixels
{
    image::Image picture; // 0..1
    int bits = 8;         // 8 or 16
    image::Bytes icc;
};
WrittenPixels readPixels(const std::filesystem::path& file, image::PhotoFormat format);

struct WrittenMetadata
{
    Exiv2::ExifData exif;
    Exiv2::IptcData iptc;
    Exiv2::XmpData xmp;
    image::Bytes xmpPacket;
};
WrittenMetadata readMetadata(const std::filesystem::path& file, image::PhotoFormat format);

/// The value of a tag as text, "" where it is missing.
std::string textOf(const Exiv2::ExifData& exif, const std::string& key);
std::string textOf(const Exiv2::XmpData& xmp, const std::string& key);
std::string textOf(const Exiv2::IptcData& iptc, const std::string& key);

/// The content of a box of that type at the top of an ISO-style file, as JPEG XL is one; empty where there is
/// none.
image::Bytes boxOf(const image::Bytes& file, const std::string& type);

/// What a source carries, as Exiv2 and libvips find it.
image::Metadata metadataOf(const std::filesystem::path& photo);

/// Blocks with everything that must be kept, changed or dropped: orientation 6, old sizes, a thumbnail, GPS,
/// a maker note, resolution 300; XMP with a creator, orientation, thumbnails and history; a caption in IPTC.
image::Metadata richMetadata();

} // namespace enlarger::tests
