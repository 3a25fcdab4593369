// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/png_chunks.h"

#include "core/image/decoders/inflate.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace enlarger::image {

using namespace std::string_view_literals;

namespace {

std::string_view asText(ByteView data)
{
    return {reinterpret_cast<const char*>(data.data()), data.size()};
}

/// A text chunk's keyword and its value, whatever way it is stored.
struct Text
{
    std::string_view keyword;
    Bytes value;
};

std::optional<Text> textOf(std::string_view type, ByteView chunk)
{
    const std::size_t end = asText(chunk).find('\0');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view keyword = asText(chunk).substr(0, end);
    if (keyword != "XML:com.adobe.xmp" && !keyword.starts_with("Raw profile type "))
        return std::nullopt; // nothing that we carry
    ByteView rest = chunk.subspan(end + 1);
    bool compressed = type == "zTXt";
    if (type == "iTXt") { // compression flag and method, language, translated keyword
        if (rest.size() < 2)
            return std::nullopt;
        compressed = rest[0] == 1;
        rest = rest.subspan(2);
        for (int i = 0; i < 2; ++i) {
            const std::size_t stop = asText(rest).find('\0');
            if (stop == std::string_view::npos)
                return std::nullopt;
            rest = rest.subspan(stop + 1);
        }
    } else if (compressed) {
        if (rest.empty())
            return std::nullopt;
        rest = rest.subspan(1);
    }
    return Text{keyword, compressed ? inflateAll(rest) : Bytes(rest.begin(), rest.end())};
}

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

void take(const Text& text, Metadata& metadata)
{
    constexpr auto xmpPrefix = "http://ns.adobe.com/xap/1.0/\0"sv;
    if (text.keyword == "XML:com.adobe.xmp") {
        metadata.xmp = xmpPacket(text.value);
        return;
    }
    const Bytes profile = rawProfile(text.value);
    const std::string_view kind = text.keyword.substr("Raw profile type "sv.size());
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

} // namespace

Metadata readPngMetadata(const std::filesystem::path& file)
{
    Metadata metadata;
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(8);
    std::array<std::uint8_t, 8> head{};
    Bytes chunk;
    std::size_t total = 0;
    for (int count = 0; count < 1'000'000; ++count) {
        if (!stream.read(reinterpret_cast<char*>(head.data()), 8))
            break;
        const std::size_t length =
            std::size_t(head[0]) << 24 | std::size_t(head[1]) << 16 | std::size_t(head[2]) << 8 | head[3];
        const std::string_view type = asText(ByteView(head).subspan(4));
        const bool wanted = type == "eXIf" || type == "tEXt" || type == "zTXt" || type == "iTXt";
        if (type == "IEND" || length > 0x7fffffff)
            break;
        if (!wanted || length > largestMetadata - total) {
            stream.seekg(std::streamoff(length) + 4, std::ios::cur);
            continue;
        }
        chunk.resize(length);
        stream.read(reinterpret_cast<char*>(chunk.data()), std::streamsize(length));
        if (std::size_t(stream.gcount()) != length)
            break;
        stream.seekg(4, std::ios::cur); // the checksum
        total += length;
        if (type == "eXIf") {
            if (Bytes exif = exifBlock(chunk); !exif.empty())
                metadata.exif = std::move(exif);
        } else if (const auto text = textOf(type, chunk)) {
            take(*text, metadata);
        }
    }
    return metadata;
}

} // namespace enlarger::image
