// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/format_sniffer.h"

#include "core/image/metadata/tiff_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace enlarger::image {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

std::string readable()
{
    return readableFormatNames() + " are read";
}

struct Signature
{
    std::size_t offset;
    std::string_view bytes;
    const char* name; // of a file that we do not read, or of a camera
};

constexpr std::array foreign{
    Signature{0, "%PDF"sv, "a PDF document"},
    Signature{0, "8BPS"sv, "a Photoshop document"},
    Signature{0, "<svg"sv, "an SVG drawing"},
    Signature{0, "<?xml"sv, "an XML document"},
    Signature{0, "#?RADIANCE"sv, "a Radiance picture"},
    Signature{0, "\x00\x00\x01\x00"sv, "an icon"},
    Signature{0, "PK\x03\x04"sv, "a ZIP archive"},
    Signature{4, "ftypqt  "sv, "a film"},
    Signature{4, "ftypisom"sv, "a film"},
    Signature{4, "ftypmp4"sv, "a film"},
};

/// RAWs that do not begin as a TIFF, or show in their first bytes that they are none.
constexpr std::array raws{
    Signature{0, "FUJIFILMCCD-RAW"sv, "Fujifilm"},
    Signature{6, "HEAPCCDR"sv, "Canon"},
    Signature{8, "CR\x02"sv, "Canon"},
    Signature{4, "ftypcrx "sv, "Canon"},
    Signature{0, "IIRO"sv, "Olympus"},
    Signature{0, "IIRS"sv, "Olympus"},
    Signature{0, "MMOR"sv, "Olympus"},
    Signature{0, "IIU\0"sv, "Panasonic, Leica"},
    Signature{0, "\0MRM"sv, "Minolta"},
    Signature{0, "FOVb"sv, "Sigma"},
};

/// TIFFs that have nothing else of a RAW in their first directory.
constexpr std::array phaseOne{
    Signature{8, "IIII"sv, "Phase One"},
    Signature{8, "MMMM"sv, "Phase One"},
};

bool has(std::string_view head, std::size_t offset, std::string_view bytes)
{
    return head.size() >= offset && head.substr(offset).starts_with(bytes);
}

/// HEIF's ftyp box: length, "ftyp", major brand, version, compatible brands.
std::optional<PhotoFormat> heifBrand(std::string_view head)
{
    if (!has(head, 4, "ftyp") || head.size() < 12)
        return std::nullopt;
    const std::size_t length = std::size_t(std::uint8_t(head[2])) << 8 | std::uint8_t(head[3]);
    bool heif = false;
    for (std::size_t at = 8; at + 4 <= std::min(head.size(), std::max<std::size_t>(length, 12)); at += 4) {
        const std::string_view brand = head.substr(at, 4);
        if (at == 12) // the version
            continue;
        if (brand == "avif" || brand == "avis")
            return PhotoFormat::Avif;
        heif = heif || brand == "mif1" || brand == "msf1" || brand.starts_with("hei") ||
               brand.starts_with("hev");
    }
    return heif ? std::optional(PhotoFormat::Heic) : std::nullopt;
}

bool isAnyMap(std::string_view head)
{
    return head.size() > 2 && head[0] == 'P' && std::strchr("1234567fF", head[1]) && head[1] != '\0' &&
           std::strchr(" \t\r\n#", head[2]) && head[2] != '\0';
}

bool hasAny(std::string_view head, const auto& signatures)
{
    return std::ranges::any_of(
        signatures, [&](const Signature& signature) { return has(head, signature.offset, signature.bytes); });
}

std::optional<PhotoFormat> formatOf(std::string_view head, const fs::path& file)
{
    if (hasAny(head, raws))
        return PhotoFormat::Raw;
    if (has(head, 0, "\xff\xd8\xff"sv))
        return PhotoFormat::Jpeg;
    if (has(head, 0, "\x89PNG\r\n\x1a\n"sv))
        return PhotoFormat::Png;
    if (has(head, 0, "II*\0"sv) || has(head, 0, "MM\0*"sv) || has(head, 0, "II+\0"sv) ||
        has(head, 0, "MM\0+"sv))
        return isRawTiff(file) || hasAny(head, phaseOne) ? PhotoFormat::Raw : PhotoFormat::Tiff;
    if (has(head, 0, "RIFF") && has(head, 8, "WEBP"))
        return PhotoFormat::WebP;
    if (has(head, 0, "\xff\x0a"sv) || has(head, 0, "\0\0\0\x0cJXL \r\n\x87\n"sv))
        return PhotoFormat::Jxl;
    if (has(head, 0, "\0\0\0\x0cjP  "sv) || has(head, 0, "\xff\x4f\xff\x51"sv))
        return PhotoFormat::Jp2;
    if (has(head, 0, "\x76\x2f\x31\x01"sv))
        return PhotoFormat::Exr;
    if (has(head, 0, "BM") && head.size() >= 18)
        return PhotoFormat::Bmp;
    if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a"))
        return PhotoFormat::Gif;
    if (isAnyMap(head))
        return PhotoFormat::Ppm;
    return heifBrand(head);
}

bool isText(std::string_view head)
{
    return std::all_of(head.begin(), head.end(), [](char c) {
        return std::uint8_t(c) >= 0x20 ? c != 0x7f : std::strchr("\t\r\n\f", c) && c != '\0';
    });
}

} // namespace

Result<PhotoFormat> sniffFormat(const fs::path& file)
{
    std::error_code trouble;
    const fs::file_status status = fs::status(file, trouble);
    if (!fs::exists(status))
        return Error{ErrorKind::Io, "there is no such file", file, "Check the name"};
    if (fs::is_directory(status))
        return Error{ErrorKind::BadInput, "this is a folder, not a photo", file, "Name the photos in it"};
    if (!fs::is_regular_file(status))
        return Error{ErrorKind::BadInput, "this is not a regular file", file,
                     "Save the photo to a file first"};

    std::array<char, 256> bytes;
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorKind::Io, std::string("cannot be opened: ") + std::strerror(errno), file,
                     "Check its permissions"};
    stream.read(bytes.data(), bytes.size());
    const std::string_view head(bytes.data(), std::size_t(stream.gcount()));
    if (head.empty())
        return Error{ErrorKind::BadInput, "the file is empty", file, "Copy it again from its source"};

    for (const Signature& other : foreign)
        if (has(head, other.offset, other.bytes))
            return Error{ErrorKind::Unsupported, std::string("this is ") + other.name + ", which is not read",
                         file, readable()};
    if (const auto format = formatOf(head, file))
        return *format;
    return Error{ErrorKind::BadInput,
                 isText(head) ? "this is a text file, not a photo" : "this is not a photo of a known format",
                 file, readable()};
}

} // namespace enlarger::image
