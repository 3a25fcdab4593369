// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/read/facts_material.h"

#include "core/image/read/photo_facts.h"
#include "tests/core/image/made_files.h"

namespace enlarger::tests {

using namespace image;

namespace {

Bytes blockOf(const Exiv2::ExifData& exif)
{
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
    return Bytes(blob.begin(), blob.end());
}

} // namespace

Bytes packetOf(const Exiv2::XmpData& xmp)
{
    std::string packet;
    Exiv2::XmpParser::encode(packet, xmp);
    return toBytes(packet);
}

PhotoInfo small()
{
    PhotoInfo photo;
    photo.format = PhotoFormat::Jpeg;
    photo.width = 4000;
    photo.height = 3000;
    return photo;
}

PhotoInfo withExif(std::initializer_list<std::pair<const char*, const char*>> values)
{
    Exiv2::ExifData exif;
    for (const auto& [key, value] : values)
        exif[key] = std::string(value);
    PhotoInfo photo = small();
    photo.metadata.exif = blockOf(exif);
    return photo;
}

QString fact(const PhotoInfo& photo, const char* name)
{
    for (const PhotoFact& found : photoFacts(photo))
        if (found.name == name)
            return QString::fromStdString(found.value);
    return {};
}

} // namespace enlarger::tests
