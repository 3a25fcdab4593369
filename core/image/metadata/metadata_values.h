// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <exiv2/exiv2.hpp>

#include <initializer_list>
#include <optional>

namespace enlarger::image {

/// The metadata of a photo by Exiv2's keys, for reading: "Exif.Photo.FNumber", "Xmp.dc.title". IPTC and texts
/// stand in for what the XMP packet lacks. Damaged blocks count as empty; nothing here throws.
class MetadataValues
{
public:
    explicit MetadataValues(const Metadata& metadata);

    /// For a person: UTF-8 without control characters, several entries joined by commas, at most 300
    /// characters. Empty where there is nothing.
    std::string text(const char* key) const;
    /// Of the first of these keys that has one.
    std::string firstText(std::initializer_list<const char*> keys) const;

    /// Of EXIF. Nothing where it is missing, divided by zero or no number.
    std::optional<double> number(const char* key, int index = 0) const;

    /// As the camera's own notes name it, where Exiv2 knows its numbers.
    std::string lens() const;

private:
    Exiv2::ExifData m_exif;
    Exiv2::XmpData m_xmp;
};

} // namespace enlarger::image
