// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/jp2_boxes.h"

#include "core/image/decoders/iso_boxes.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

using namespace std::string_view_literals;

namespace {

constexpr auto exifId = "JpgTiffExif->JP2"sv;
constexpr auto xmpId = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"sv;
constexpr auto iptcId = "\x33\xc7\xa4\xd2\xb8\x1d\x47\x23\xa0\xba\xf1\xa3\xe0\x97\xad\x38"sv;

/// Pixels per metre, down and across, as fractions and powers of ten.
Resolution resolutionOf(ByteView box)
{
    constexpr double centimetres = 100.0; // in a metre
    if (box.size() < 10)
        return {};
    const auto number = [&](std::size_t at, std::size_t exponentAt) {
        const double below = double(boxNumber(box, at + 2, 2));
        const double exponent = double(static_cast<std::int8_t>(box[exponentAt]));
        return below > 0.0 ? double(boxNumber(box, at, 2)) / below * std::pow(10.0, exponent) : 0.0;
    };
    const Resolution found{number(4, 9) / centimetres, number(0, 8) / centimetres,
                           Resolution::Unit::Centimetre};
    return found.isKnown() ? found : Resolution();
}

void readIdentified(ByteView box, Metadata& metadata)
{
    if (box.size() < 16)
        return;
    const std::string_view id(reinterpret_cast<const char*>(box.data()), 16);
    const ByteView content = box.subspan(16);
    if (id == exifId && metadata.exif.empty())
        metadata.exif = exifBlock(content);
    else if (id == xmpId && metadata.xmp.empty())
        metadata.xmp = xmpPacket(content);
    else if (id == iptcId && metadata.iptc.empty())
        metadata.iptc = iptcDatasets(content);
}

void readHeaderBox(ByteView box, Metadata& metadata)
{
    const ByteView resolutions = findBox(box, "res ");
    metadata.resolution = chooseResolution(
        {resolutionOf(findBox(resolutions, "resc")), resolutionOf(findBox(resolutions, "resd"))});
}

} // namespace

void readJp2Boxes(const std::filesystem::path& file, Metadata& metadata)
{
    std::ifstream stream(file, std::ios::binary);
    Bytes head(16);
    for (int count = 0; count < 64; ++count) {
        const auto start = stream.tellg();
        if (!stream.read(reinterpret_cast<char*>(head.data()), 8))
            return;
        std::uint64_t size = boxNumber(head, 0, 4);
        const std::string_view type(reinterpret_cast<const char*>(head.data()) + 4, 4);
        if (size < 8) // a long one, or the last: the pixels
            return;
        if ((type == "uuid" || type == "jp2h") && size <= largestMetadata) {
            Bytes content(std::size_t(size - 8));
            if (!stream.read(reinterpret_cast<char*>(content.data()), std::streamsize(content.size())))
                return;
            if (type == "uuid")
                readIdentified(content, metadata);
            else
                readHeaderBox(content, metadata);
        }
        stream.seekg(start + std::streamoff(size));
    }
}

} // namespace enlarger::image
