// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/png_chunks.h"

#include "core/image/decoders/png_chunk_reader.h"
#include "core/image/decoders/png_text.h"
#include "core/image/decoders/row_source.h"
#include "core/image/metadata/light_level_bytes.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <cstring>

namespace enlarger::image {

using namespace std::string_view_literals;

namespace {

/// "\nexif\n    1234\n" and then hexadecimal digits in lines.
Bytes rawProfile(ByteView text)
{
    std::size_t at = 0;
    int lines = 0;
    while (at < text.size() && lines < 3)
        lines += text[at++] == '\n';
    Bytes data;
    int high = -1;
    for (; at < text.size(); ++at) {
        static constexpr std::string_view digits = "0123456789abcdef";
        const char c = char(text[at] | 0x20);
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos)
            continue;
        if (high < 0) {
            high = int(digit);
        } else {
            data.push_back(std::uint8_t(high << 4 | int(digit)));
            high = -1;
        }
    }
    return data;
}

/// A block of metadata that ImageMagick and others keep in a text.
void takeRawProfile(std::string_view kind, ByteView text, Metadata& metadata)
{
    constexpr auto xmpPrefix = "http://ns.adobe.com/xap/1.0/\0"sv;
    const Bytes profile = rawProfile(text);
    if (kind == "exif" && metadata.exif.empty()) {
        metadata.exif = exifBlock(profile);
    } else if (kind == "APP1" || kind == "app1") {
        if (asText(profile).starts_with(xmpPrefix)) {
            if (metadata.xmp.empty())
                metadata.xmp = xmpPacket(ByteView(profile).subspan(xmpPrefix.size()));
        } else if (metadata.exif.empty()) {
            metadata.exif = exifBlock(profile);
        }
    } else if (kind == "xmp" && metadata.xmp.empty()) {
        metadata.xmp = xmpPacket(profile);
    } else if ((kind == "iptc" || kind == "8bim" || kind == "APP13") && metadata.iptc.empty()) {
        constexpr auto photoshop = "Photoshop 3.0\0"sv;
        const bool wrapped = asText(profile).starts_with(photoshop);
        metadata.iptc = iptcDatasets(ByteView(profile).subspan(wrapped ? photoshop.size() : 0));
    } else if (kind == "icc" || kind == "icm") {
        metadata.icc = profile;
    }
}

/// False where the text cannot be carried.
bool take(const PngText& text, Metadata& metadata)
{
    constexpr auto rawProfilePrefix = "Raw profile type "sv;
    if (text.keyword == "XML:com.adobe.xmp")
        metadata.xmp = xmpPacket(text.value);
    else if (text.keyword.starts_with(rawProfilePrefix))
        takeRawProfile(std::string_view(text.keyword).substr(rawProfilePrefix.size()), text.value, metadata);
    else if (NamedText named = text.named(); named.keyword.empty())
        return false;
    else if (!named.text.empty())
        metadata.texts.push_back(std::move(named));
    return true;
}

/// Pixels on a unit across and down; 1: the unit is the metre.
Resolution physicalSize(ByteView chunk)
{
    const auto number = [&](std::size_t at) {
        return std::uint32_t(chunk[at]) << 24 | std::uint32_t(chunk[at + 1]) << 16 |
               std::uint32_t(chunk[at + 2]) << 8 | chunk[at + 3];
    };
    if (chunk.size() != 9)
        return {};
    return chunk[8] == 1 ? resolutionPerMetre(number(0), number(4)) : pixelShape(number(0), number(4));
}

// The third edition of PNG gave them other names than its drafts.
bool isContentLight(std::string_view type)
{
    return type == "cLLI" || type == "cLLi";
}
bool isMasteringDisplay(std::string_view type)
{
    return type == "mDCV" || type == "mDCv";
}

/// False where the chunk is damaged.
bool takeLightLevels(std::string_view type, ByteView chunk, LightLevels& levels)
{
    if (isContentLight(type)) {
        const auto content = contentOfChunk(chunk);
        levels.content = levels.content ? levels.content : content; // the first counts
        return content.has_value();
    }
    const auto display = displayOfChunk(chunk);
    levels.display = levels.display ? levels.display : display;
    return display.has_value();
}

} // namespace

Metadata readPngMetadata(const std::filesystem::path& file, std::vector<std::string>& notes)
{
    Metadata metadata;
    PngTextReader texts;
    PngChunkReader reader(file);
    Bytes chunk;
    std::size_t total = 0;
    for (int count = 0; count < 1'000'000 && reader.next(); ++count) {
        const std::size_t length = reader.length();
        const std::string_view type = reader.type();
        const bool isText = type == "tEXt" || type == "zTXt" || type == "iTXt";
        if (type == "caBX")
            notes.push_back(credentialsNote);
        const bool isLight = isContentLight(type) || isMasteringDisplay(type);
        const bool wanted = type == "eXIf" || type == "pHYs" || type == "acTL" || isText || isLight;
        if (type == "IEND" || length > 0x7fffffff)
            break;
        if (!wanted || length > largestMetadata - total) {
            if (isText)
                texts.leaveOut();
            continue;
        }
        if (!reader.read(chunk))
            break;
        total += length;
        if (type == "eXIf") {
            if (Bytes exif = exifBlock(chunk); !exif.empty())
                metadata.exif = std::move(exif);
        } else if (type == "pHYs") {
            metadata.resolution = physicalSize(chunk);
        } else if (isLight) {
            if (!takeLightLevels(type, chunk, metadata.lightLevels))
                notes.push_back("The light levels of HDR are damaged and were left out");
        } else if (type == "acTL") {
            notes.push_back(firstFrameNote);
        } else if (const auto text = texts.read(type, chunk); text && !take(*text, metadata)) {
            texts.leaveOut();
        }
    }
    if (texts.leftSomeOut())
        notes.push_back("Texts of the PNG that are damaged or too large were left out");
    return metadata;
}

} // namespace enlarger::image
