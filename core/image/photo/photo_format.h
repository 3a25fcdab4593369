// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::image {

/// Containers by content, not by name.
enum class PhotoFormat { Jpeg, Png, Tiff, WebP, Avif, Jxl, Heic, Raw, Jp2, Exr, Bmp, Ppm, Gif };

/// How the pixels of a file are coded, as far as its size and its encoder's memory depend on it.
struct PixelCoding
{
    int channels = 3; // of the file
    int bits = 8;     // a channel
    int quality = 95; // 1..100
    bool hasProfile = false;

    bool lossless() const { return quality >= 100; }
    bool isDeep() const { return bits > 8; }
    bool isGrey() const { return channels <= 2; }
    bool hasAlpha() const { return channels % 2 == 0; }
};

/// Bytes a pixel that photographs usually take: of a JPEG, by which the other lossy formats are measured; of
/// lossless compression as PNG's; and what alpha adds to a lossy format.
double jpegBytes(const PixelCoding& coding);
double losslessBytes(const PixelCoding& coding);
double alphaBytes(const PixelCoding& coding);

/// The named texts that a container itself has room for.
enum class TextRoom { None, Comments, All };

/// What a container, or the library that writes it, has room for, and what writing it takes.
struct OutputFormat
{
    bool quality = false; // has one; else it is written without loss
    int maxSide = 0;      // pixels
    int deepBits = 8;     // what it holds of a 16-bit picture
    bool grey = true;     // keeps one channel as one
    bool alpha = true;
    bool iptc = false;
    bool colourNumbers = false; // has a place for those of ITU-T H.273, which say what HDR is
    bool lightLevels = false;   // has a place for those of HDR
    bool resolution = false;    // has a place of its own for it, beside EXIF
    TextRoom texts = TextRoom::None;
    std::size_t exif = 0; // bytes of the block; 0: as many as there are
    std::size_t xmp = 0;  // bytes of the packet
    std::size_t icc = 0;  // bytes of the profile

    /// Bytes a pixel of the file, roughly.
    double (*fileBytes)(const PixelCoding&) = losslessBytes;
    /// Bytes a pixel of an encoder that wants the whole picture before it begins; null: rows go through it.
    double (*wholePicture)(const PixelCoding&) = nullptr;
};

/// All that is known of a container by its format alone.
struct FormatRow
{
    PhotoFormat format;
    const char* name;      // "JPEG XL"
    const char* extension; // the usual one, without the dot
    // What people type and what files are called, in lower case and without spaces and dots; first the word
    // that the command line shows.
    std::array<std::string_view, 32> words;
    PhotoFormat writtenAs; // what its photos become where nobody chooses
    OutputFormat output;   // where we write it

    constexpr bool isWritten() const { return output.maxSide > 0; }
};

/// The table of formats, in the order in which they are offered. A format that is written needs its maker in
/// core/image/encoders/encoder_table.h as well. Figures were measured on photographs with libwebp 1.2,
/// libheif 1.15 with libaom 3.6 and x265 3.5, libjxl 0.7 and libtiff 4.5.
inline constexpr std::array formatTable{
    FormatRow{
        PhotoFormat::Jpeg,
        "JPEG",
        "jpg",
        {"jpeg", "jpg", "jpe", "jfif", "mpo"},
        PhotoFormat::Jpeg,
        // JPEG's own limit is 65535; libjpeg stops at 65500. A segment holds 65533 bytes less its own name.
        {.quality = true,
         .maxSide = 65500,
         .alpha = false,
         .iptc = true,
         .resolution = true,
         .texts = TextRoom::Comments,
         .exif = 65533 - 6,
         .xmp = 65533 - 29,
         .icc = 255 * (65533 - 14),
         .fileBytes = jpegBytes}},
    // A million is what libpng, and with it nearly every program, opens by default.
    FormatRow{PhotoFormat::Png,
              "PNG",
              "png",
              {"png"},
              PhotoFormat::Png,
              {.maxSide = 1'000'000,
               .deepBits = 16,
               .iptc = true,
               .colourNumbers = true,
               .lightLevels = true,
               .resolution = true,
               .texts = TextRoom::All}},
    FormatRow{PhotoFormat::Tiff,
              "TIFF",
              "tif",
              {"tiff", "tif", "btf", "bigtiff"},
              PhotoFormat::Tiff,
              {.maxSide = 100'000'000, .deepBits = 16, .iptc = true, .resolution = true}},
    FormatRow{PhotoFormat::WebP,
              "WebP",
              "webp",
              {"webp"},
              PhotoFormat::WebP,
              {.quality = true,
               .maxSide = 16383,
               .grey = false,
               .fileBytes =
                   [](const PixelCoding& c) { // grey becomes colour
                       return c.lossless() ? 0.6 * losslessBytes(c)
                                           : 0.6 * jpegBytes({.quality = c.quality}) + alphaBytes(c);
                   },
               .wholePicture =
                   [](const PixelCoding& c) { // it compresses alpha without loss
                       return c.lossless() ? 30.0 : c.hasAlpha() ? 40.0 : 10.0;
                   }}},
    FormatRow{PhotoFormat::Avif,
              "AVIF",
              "avif",
              {"avif"},
              PhotoFormat::Avif,
              {.quality = true,
               .maxSide = 65535,
               .deepBits = 12,
               .colourNumbers = true,
               .lightLevels = true,
               .fileBytes =
                   [](const PixelCoding& c) {
                       return c.lossless() ? c.channels * (c.isDeep() ? 0.9 : 0.37)
                                           : 0.6 * jpegBytes(c) + alphaBytes(c);
                   },
               .wholePicture =
                   [](const PixelCoding& c) {
                       return (c.isGrey() ? 18.0 : 37.0) * (c.isDeep() ? 1.45 : 1.0) +
                              (c.hasAlpha() ? 4.0 : 0.0);
                   }}},
    // The limits are those of level 5 of JPEG XL, which every decoder must take. With a profile it encodes in
    // the picture's own colours, which saves less.
    FormatRow{PhotoFormat::Jxl,
              "JPEG XL",
              "jxl",
              {"jxl", "jpegxl"},
              PhotoFormat::Jxl,
              {.quality = true,
               .maxSide = 262'144,
               .deepBits = 16,
               .colourNumbers = true,
               .icc = 4 * 1024 * 1024,
               .fileBytes =
                   [](const PixelCoding& c) {
                       return c.lossless() ? 0.7 * losslessBytes(c)
                                           : (c.hasProfile ? 0.8 : 0.5) * jpegBytes(c) + alphaBytes(c);
                   },
               .wholePicture =
                   [](const PixelCoding& c) {
                       return c.lossless() ? 22.0 * c.channels : c.hasAlpha() ? 68.0 : 50.0;
                   }}},
    // Cameras' HEICs become JPEGs unless somebody asks for more: not every computer encodes HEVC, and
    // hardware decodes it up to 8192 pixels a side. libheif opens none beyond 32768 by default.
    FormatRow{PhotoFormat::Heic,
              "HEIC",
              "heic",
              {"heic", "heif", "hif"},
              PhotoFormat::Jpeg,
              {.quality = true,
               .maxSide = 32768,
               .deepBits = 12,
               .colourNumbers = true,
               .lightLevels = true,
               .fileBytes =
                   [](const PixelCoding& c) {
                       return c.lossless() ? c.channels * (c.isDeep() ? 1.05 : 0.45)
                                           : 1.3 * jpegBytes(c) + alphaBytes(c);
                   },
               .wholePicture =
                   [](const PixelCoding& c) {
                       const double deep = c.lossless() ? 1.8 : 1.45;
                       return (c.isGrey() ? 14.0 : 32.0) * (c.isDeep() ? deep : 1.0) +
                              (c.hasAlpha() ? 6.0 : 0.0);
                   }}},
    // The words are the names of cameras' files. A developed RAW has 16 bits, and photographers' programs
    // expect it as TIFF.
    FormatRow{PhotoFormat::Raw,
              "RAW",
              "dng",
              {"raw", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf",
               "raf", "orf", "rw2", "rwl", "pef", "srw", "3fr", "fff", "iiq", "mef",
               "mos", "mrw", "erf", "kdc", "dcr", "k25", "dcs", "gpr"},
              PhotoFormat::Tiff,
              {}},
    FormatRow{PhotoFormat::Jp2,
              "JPEG 2000",
              "jp2",
              {"jp2", "jpeg2000", "j2k", "j2c", "jpc", "jpx", "jpf", "jpm"},
              PhotoFormat::Png,
              {}},
    FormatRow{PhotoFormat::Exr, "OpenEXR", "exr", {"exr", "openexr"}, PhotoFormat::Tiff, {}},
    FormatRow{PhotoFormat::Bmp, "BMP", "bmp", {"bmp", "dib"}, PhotoFormat::Png, {}},
    FormatRow{
        PhotoFormat::Ppm, "PPM", "ppm", {"ppm", "pgm", "pbm", "pnm", "pam", "pfm"}, PhotoFormat::Png, {}},
    FormatRow{PhotoFormat::Gif, "GIF", "gif", {"gif"}, PhotoFormat::Png, {}},
};

const char* formatName(PhotoFormat format);      // "JPEG XL"
std::string formatExtension(PhotoFormat format); // "jxl", without the dot
std::string formatWord(PhotoFormat format);      // "jxl", "jpeg": as the command line shows it
/// "jpg", "JPEG", ".tif", "jxl" ...; nothing where no format is called so.
std::optional<PhotoFormat> formatFromName(std::string_view nameOrExtension);

bool canWrite(PhotoFormat format);
bool hasQuality(PhotoFormat format); // else it is written without loss
/// What its photos become where nobody chooses: the format itself, or HEIC -> JPEG, RAW and OpenEXR -> TIFF,
/// and others that we do not write -> PNG.
PhotoFormat outputFormatFor(PhotoFormat source);
/// Limits and estimates of a format that we write; of the others, an OutputFormat as it is made.
const OutputFormat& outputFormat(PhotoFormat format);

/// The formats that we write, in the table's order.
const std::vector<PhotoFormat>& writableFormats();
/// "JPEG, PNG, TIFF, WebP, AVIF or JPEG XL".
std::string writableFormatNames();
/// "JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, HEIC, RAW, JPEG 2000, OpenEXR, BMP, PPM and GIF": all of the table.
std::string readableFormatNames();

} // namespace enlarger::image
