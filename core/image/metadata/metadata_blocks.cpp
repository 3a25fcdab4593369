// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/metadata_blocks.h"

#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/tiff_directory.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <sstream>

namespace enlarger::image {

namespace {

Bytes copy(ByteView data)
{
    return Bytes(data.begin(), data.end());
}

bool isTiff(ByteView data)
{
    using namespace std::string_view_literals;
    return data.size() >= 14 && (asText(data).starts_with("II*\0"sv) || asText(data).starts_with("MM\0*"sv));
}

} // namespace

Bytes exifBlock(ByteView data)
{
    if (data.size() >= 4 && !isTiff(data)) {
        // HEIF and JPEG XL: four bytes that say how much comes before the TIFF header
        const std::size_t offset =
            std::size_t(data[0]) << 24 | std::size_t(data[1]) << 16 | std::size_t(data[2]) << 8 | data[3];
        if (offset < data.size() - 4 && isTiff(data.subspan(4 + offset)))
            return copy(data.subspan(4 + offset));
    }
    for (const std::size_t before : {0, 6, 4, 10}) // nothing, "Exif\0\0", an offset that lies, both
        if (data.size() > before && isTiff(data.subspan(before)))
            return copy(data.subspan(before));
    return {};
}

int exifOrientation(const Bytes& exif)
{
    std::istringstream stream(std::string(exif.begin(), exif.end()));
    auto tiff = TiffStructure::open(stream);
    if (!tiff)
        return 1;
    const std::uint64_t orientation = tiff->number(tiff->directory(tiff->firstDirectory()), 274, 1);
    return orientation >= 1 && orientation <= 8 ? int(orientation) : 1;
}

Bytes xmpPacket(ByteView data)
{
    std::size_t size = data.size();
    while (size > 0 && data[size - 1] == 0)
        --size;
    return asText(data).find('<') == std::string_view::npos ? Bytes() : copy(data.first(size));
}

namespace {

/// Record after record: 0x1C, two numbers, a length of two bytes (or of more, where its highest bit says how
/// many).
Bytes wholeDatasets(ByteView data)
{
    std::size_t end = 0;
    while (data.size() - end >= 5 && data[end] == 0x1c) {
        std::size_t size = std::size_t(data[end + 3]) << 8 | data[end + 4];
        std::size_t head = 5;
        if (size & 0x8000) {
            const std::size_t digits = size & 0x7fff;
            if (digits > 4 || data.size() - end < head + digits)
                break;
            size = 0;
            for (std::size_t i = 0; i < digits; ++i)
                size = size << 8 | data[end + head + i];
            head += digits;
        }
        if (data.size() - end - head < size)
            break;
        end += head + size;
    }
    return copy(data.first(end));
}

} // namespace

Bytes iptcDatasets(ByteView data)
{
    if (!data.empty() && data[0] == 0x1c)
        return wholeDatasets(data);
    Bytes datasets;
    while (data.size() >= 12 && asText(data).starts_with("8BIM")) {
        const int id = data[4] << 8 | data[5];
        const std::size_t name =
            (std::size_t(data[6]) + 2) & ~std::size_t(1); // Pascal string, padded to even
        const std::size_t at = 6 + name;
        if (at + 4 > data.size())
            break;
        const std::size_t size = std::size_t(data[at]) << 24 | std::size_t(data[at + 1]) << 16 |
                                 std::size_t(data[at + 2]) << 8 | data[at + 3];
        if (size > data.size() - at - 4)
            break;
        const Bytes content = id == 0x0404 ? wholeDatasets(data.subspan(at + 4, size)) : Bytes();
        datasets.insert(datasets.end(), content.begin(), content.end());
        data = data.subspan(std::min(data.size(), at + 4 + size + (size & 1)));
    }
    return datasets;
}

Bytes joinXmp(const Bytes& packet, const Bytes& extension)
{
    prepareExiv2();
    try {
        Exiv2::XmpData whole, rest;
        if (Exiv2::XmpParser::decode(whole, std::string(packet.begin(), packet.end())) != 0 ||
            Exiv2::XmpParser::decode(rest, std::string(extension.begin(), extension.end())) != 0)
            return packet;
        for (const Exiv2::Xmpdatum& datum : rest)
            whole.add(datum);
        const auto note = whole.findKey(Exiv2::XmpKey("Xmp.xmpNote.HasExtendedXMP"));
        if (note != whole.end())
            whole.erase(note);
        std::string joined;
        if (Exiv2::XmpParser::encode(joined, whole, Exiv2::XmpParser::useCompactFormat, 0) != 0)
            return packet;
        return Bytes(joined.begin(), joined.end());
    } catch (const std::exception&) { // Exiv2's own errors derive from it
        return packet;
    }
}

} // namespace enlarger::image
