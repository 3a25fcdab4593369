// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/photo.h"

#include <algorithm>
#include <array>

namespace enlarger::image {

namespace {

struct FormatRow
{
    PhotoFormat format;
    const char* name;
    const char* extension; // the usual one
    bool writable;
};

constexpr std::array formats{
    FormatRow{PhotoFormat::Jpeg, "JPEG", "jpg", true},   FormatRow{PhotoFormat::Png, "PNG", "png", true},
    FormatRow{PhotoFormat::Tiff, "TIFF", "tif", true},   FormatRow{PhotoFormat::WebP, "WebP", "webp", true},
    FormatRow{PhotoFormat::Avif, "AVIF", "avif", true},  FormatRow{PhotoFormat::Jxl, "JPEG XL", "jxl", true},
    FormatRow{PhotoFormat::Heic, "HEIC", "heic", false}, FormatRow{PhotoFormat::Bmp, "BMP", "bmp", false},
    FormatRow{PhotoFormat::Ppm, "PPM", "ppm", false},    FormatRow{PhotoFormat::Other, "other", "", false},
};

struct Alias
{
    std::string_view name;
    PhotoFormat format;
};

// What people type and what files are called, in lower case and without spaces and dots.
constexpr std::array aliases{
    Alias{"jpg", PhotoFormat::Jpeg},     Alias{"jpeg", PhotoFormat::Jpeg},  Alias{"jpe", PhotoFormat::Jpeg},
    Alias{"jfif", PhotoFormat::Jpeg},    Alias{"mpo", PhotoFormat::Jpeg},   Alias{"png", PhotoFormat::Png},
    Alias{"tif", PhotoFormat::Tiff},     Alias{"tiff", PhotoFormat::Tiff},  Alias{"btf", PhotoFormat::Tiff},
    Alias{"bigtiff", PhotoFormat::Tiff}, Alias{"webp", PhotoFormat::WebP},  Alias{"avif", PhotoFormat::Avif},
    Alias{"jxl", PhotoFormat::Jxl},      Alias{"jpegxl", PhotoFormat::Jxl}, Alias{"heic", PhotoFormat::Heic},
    Alias{"heif", PhotoFormat::Heic},    Alias{"hif", PhotoFormat::Heic},   Alias{"bmp", PhotoFormat::Bmp},
    Alias{"dib", PhotoFormat::Bmp},      Alias{"ppm", PhotoFormat::Ppm},    Alias{"pgm", PhotoFormat::Ppm},
    Alias{"pbm", PhotoFormat::Ppm},      Alias{"pnm", PhotoFormat::Ppm},    Alias{"pam", PhotoFormat::Ppm},
    Alias{"pfm", PhotoFormat::Ppm},      Alias{"gif", PhotoFormat::Other},
};

const FormatRow& rowOf(PhotoFormat format)
{
    const auto row =
        std::find_if(formats.begin(), formats.end(), [&](auto& r) { return r.format == format; });
    return row == formats.end() ? formats.back() : *row;
}

} // namespace

const char* formatName(PhotoFormat format)
{
    return rowOf(format).name;
}

std::string formatExtension(PhotoFormat format)
{
    return rowOf(format).extension;
}

std::optional<PhotoFormat> formatFromName(std::string_view nameOrExtension)
{
    std::string plain;
    for (const char c : nameOrExtension) {
        if (c >= 'A' && c <= 'Z')
            plain += char(c - 'A' + 'a');
        else if (c != '.' && c != ' ' && c != '-')
            plain += c;
    }
    const auto alias = std::find_if(aliases.begin(), aliases.end(), [&](auto& a) { return a.name == plain; });
    if (alias == aliases.end())
        return std::nullopt;
    return alias->format;
}

bool canWrite(PhotoFormat format)
{
    return rowOf(format).writable;
}

bool hasQuality(PhotoFormat format)
{
    return canWrite(format) && format != PhotoFormat::Png && format != PhotoFormat::Tiff;
}

PhotoFormat outputFormatFor(PhotoFormat source)
{
    if (canWrite(source))
        return source;
    return source == PhotoFormat::Heic ? PhotoFormat::Jpeg : PhotoFormat::Png;
}

} // namespace enlarger::image
