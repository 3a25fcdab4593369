// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/tiff_kinds.h"

#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace enlarger::image {

namespace {

struct Named
{
    int value;
    std::string_view name;
};

/// The kinds of compression that libtiff has no decoder for, or not in every build.
constexpr std::array compressions{
    Named{COMPRESSION_OJPEG, "old-style JPEG"},
    Named{COMPRESSION_JPEG, "JPEG"},
    Named{COMPRESSION_ADOBE_DEFLATE, "deflate"},
    Named{COMPRESSION_JBIG, "JBIG"},
    Named{COMPRESSION_LZMA, "LZMA"},
    Named{COMPRESSION_ZSTD, "Zstandard"},
    Named{COMPRESSION_WEBP, "WebP"},
    Named{COMPRESSION_LERC, "LERC"},
    Named{COMPRESSION_SGILOG, "LogLuv"},
    Named{COMPRESSION_SGILOG24, "LogLuv"},
    Named{9, "JBIG"},
    Named{10, "JBIG"},
    Named{22610, "JPEG XR"},
    Named{33003, "JPEG 2000"},
    Named{33004, "JPEG 2000"},
    Named{33005, "JPEG 2000"},
    Named{COMPRESSION_JP2000, "JPEG 2000"},
    Named{34892, "lossy JPEG of raw data"},
    Named{34933, "PNG"},
    Named{34934, "JPEG XR"},
    Named{50002, "JPEG XL"},
    Named{52546, "JPEG XL"},
};

constexpr std::array photometrics{
    Named{PHOTOMETRIC_MASK, "a mask"},
    Named{PHOTOMETRIC_ICCLAB, "ICC Lab"},
    Named{PHOTOMETRIC_ITULAB, "ITU Lab"},
    Named{PHOTOMETRIC_CFA, "a sensor's raw data"},
    Named{PHOTOMETRIC_LOGL, "LogL, high dynamic range"},
    Named{PHOTOMETRIC_LOGLUV, "LogLuv, high dynamic range"},
    Named{34892, "raw data in linear light"},
    Named{51177, "a depth map"},
    Named{52527, "a mask"},
};

template <class Table>
std::string nameIn(const Table& table, int value)
{
    const auto row = std::find_if(table.begin(), table.end(),
                                  [value](const Named& named) { return named.value == value; });
    return row == table.end() ? fmt::format("number {}", value) : std::string(row->name);
}

bool isJpeg(const TiffHeader& header)
{
    return header.compression == COMPRESSION_JPEG || header.compression == COMPRESSION_OJPEG;
}

/// Why nobody here reads this kind of TIFF; empty: somebody does.
std::string obstacle(const TiffHeader& header)
{
    if (!TIFFIsCODECConfigured(std::uint16_t(header.compression)))
        return fmt::format("the pixels of this TIFF are compressed as {}, which is not read",
                           compressionName(header.compression));
    if (header.mixedBits)
        return "the channels of this TIFF have different depths";
    if (isJpeg(header) && header.bits != 8)
        return fmt::format("this TIFF holds a JPEG of {} bits, which is not read", header.bits);
    if (header.sampleFormat == SAMPLEFORMAT_COMPLEXINT || header.sampleFormat == SAMPLEFORMAT_COMPLEXIEEEFP)
        return "the samples of this TIFF are complex numbers";
    if (header.sampleFormat == SAMPLEFORMAT_IEEEFP && header.bits != 16 && header.bits != 24 &&
        header.bits != 32 && header.bits != 64)
        return fmt::format("this TIFF has floating-point samples of {} bits, which are not read",
                           header.bits);
    if (header.bits > 64)
        return fmt::format("this TIFF has samples of {} bits, which are not read", header.bits);
    switch (header.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_RGB:
        return {};
    case PHOTOMETRIC_PALETTE:
        return header.bits > 8 ? fmt::format("this TIFF has a palette of {} bits", header.bits)
                               : std::string();
    case PHOTOMETRIC_SEPARATED:
        return header.inks != INKSET_CMYK || header.samples < 4
                   ? "the picture is separated into inks other than CMYK"
                   : "";
    case PHOTOMETRIC_YCBCR:
        return header.bits != 8 ? fmt::format("this TIFF has YCbCr of {} bits; 8 are read", header.bits)
                                : std::string();
    case PHOTOMETRIC_CIELAB:
        return (header.bits != 8 && header.bits != 16) || header.sampleFormat == SAMPLEFORMAT_IEEEFP
                   ? "Lab is read with 8 or 16 bits per channel"
                   : "";
    default:
        return fmt::format("this TIFF has a kind of colour that is not supported ({})",
                           nameIn(photometrics, header.photometric));
    }
}

/// Whether libvips reads samples of this depth, or has words for what is wrong with them.
bool vipsReads(const TiffHeader& header)
{
    if (header.bits < 1)
        return true;
    if (header.bits < 8) // packed into bytes
        return (header.bits == 1 || header.bits == 2 || header.bits == 4) && header.samples == 1;
    if (header.sampleFormat == SAMPLEFORMAT_IEEEFP)
        return header.bits == 32;
    return header.bits == 8 || header.bits == 16 || header.bits == 32;
}

} // namespace

std::string compressionName(int compression)
{
    return nameIn(compressions, compression);
}

Result<TiffRoute> tiffRoute(const TiffHeader& header, const std::filesystem::path& file)
{
    if (std::string reason = obstacle(header); !reason.empty())
        return Error{
            ErrorKind::Unsupported, std::move(reason), file,
            "Save it as RGB TIFF of 8 or 16 bits, uncompressed or with LZW, in the program that made "
            "it"};
    if (header.compression == COMPRESSION_OJPEG ||
        (header.photometric == PHOTOMETRIC_YCBCR && header.compression != COMPRESSION_JPEG))
        return TiffRoute::Converted;
    const bool ofSamples =
        header.photometric <= PHOTOMETRIC_RGB || header.photometric == PHOTOMETRIC_SEPARATED;
    return ofSamples && !vipsReads(header) ? TiffRoute::Samples : TiffRoute::Vips;
}

int alphaBand(const std::vector<int>& extras, int colours, int bands)
{
    if (bands <= colours)
        return -1;
    if (extras.empty())
        return colours;
    const auto alpha = std::find_if(extras.begin(), extras.end(), [](int kind) {
        return kind == EXTRASAMPLE_ASSOCALPHA || kind == EXTRASAMPLE_UNASSALPHA;
    });
    const int band = colours + int(alpha - extras.begin());
    return alpha != extras.end() && band < bands ? band : -1;
}

} // namespace enlarger::image
