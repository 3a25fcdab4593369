// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/tiff_row_source.h"

#include "core/image/decoders/tiff_kinds.h"
#include "core/image/decoders/tiff_samples.h"
#include "core/image/decoders/turned_row_source.h"
#include "core/image/decoders/vips_row_source.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"
#include "core/image/pixels/sample_rows.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <string_view>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

struct Close
{
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

class TiffRowSource : public RowSource
{
public:
    TiffRowSource(fs::path file, TiffHeader header, int page)
        : m_file(std::move(file))
        , m_page(page)
        , m_header(std::move(header))
    {}

    /// All but what depends on how pixels are read.
    Status open()
    {
        TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
        if (!options)
            return tooLargeToHold(m_file);
        TIFFOpenOptionsSetErrorHandlerExtR(options, keepMessage, this);
        TIFFOpenOptionsSetWarningHandlerExtR(options, keepWarning, this);
        m_tiff.reset(TIFFOpenExt(m_file.c_str(), "rm", options)); // unmapped: the file may shrink meanwhile
        TIFFOpenOptionsFree(options);
        if (!m_tiff || !TIFFSetDirectory(m_tiff.get(), std::uint16_t(m_page - 1)))
            return broken();
        std::uint32_t width = 0, height = 0;
        TIFFGetField(m_tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
        TIFFGetField(m_tiff.get(), TIFFTAG_IMAGELENGTH, &height);
        if (Status size = checkSize(m_file, width, height); !size)
            return size;
        m_info.width = int(width);
        m_info.height = int(height);
        m_info.bits = m_header.bits > 8 ? 16 : 8;
        m_info.model = m_header.photometric == PHOTOMETRIC_SEPARATED    ? ColourModel::Cmyk
                       : m_header.photometric <= PHOTOMETRIC_MINISBLACK ? ColourModel::Grey
                                                                        : ColourModel::Rgb;
        m_info.metadata = std::move(m_header.metadata);
        m_info.notes = std::move(m_header.notes);
        m_info.pages = m_header.pages;
        return prepare();
    }

    Status read(int rows, float* to) override
    {
        for (; rows > 0; --rows, ++m_y, to += std::size_t(m_info.width) * std::size_t(m_info.channels()))
            if (Status done = readRow(m_y, to); !done)
                return done;
        return {};
    }

protected:
    virtual Status prepare() = 0;
    virtual Status readRow(int y, float* to) = 0;

    TIFF* tiff() const { return m_tiff.get(); }
    const TiffHeader& header() const { return m_header; }
    const fs::path& file() const { return m_file; }
    int rowsAtOnce() const { return std::max(m_header.rowsAtOnce, 1); }

    bool endsEarly() const { return m_endsEarly; }

    void noteOtherChannels(int samples)
    {
        if (samples > m_info.channels())
            m_info.notes.push_back("Channels other than colour and transparency were left out");
    }

    Error broken() const
    {
        return damaged(m_file, m_header.compression == COMPRESSION_OJPEG ? "TIFF's old-style JPEG" : "TIFF",
                       m_message);
    }

private:
    static int keepMessage(TIFF*, void* user, const char*, const char* format, va_list arguments)
    {
        auto* const source = static_cast<TiffRowSource*>(user);
        if (source->m_message[0] == '\0') // the others follow from the first
            std::vsnprintf(source->m_message, sizeof source->m_message, format, arguments);
        return 1;
    }
    /// A JPEG that ends early goes on in grey, with a warning.
    static int keepWarning(TIFF*, void* user, const char*, const char* format, va_list arguments)
    {
        char text[300];
        std::vsnprintf(text, sizeof text, format, arguments);
        auto* const source = static_cast<TiffRowSource*>(user);
        if (std::string_view(text).find("remature end") != std::string_view::npos) {
            std::snprintf(source->m_message, sizeof source->m_message, "%s", text);
            source->m_endsEarly = true;
        }
        return 1;
    }

    fs::path m_file;
    int m_page;
    TiffHeader m_header;
    std::unique_ptr<TIFF, Close> m_tiff;
    char m_message[300] = "";
    bool m_endsEarly = false;
    int m_y = 0;
};

/// Samples as they are stored.
class TiffSampleSource : public TiffRowSource
{
public:
    using TiffRowSource::TiffRowSource;

private:
    Status prepare() override
    {
        m_samples.bits = header().bits;
        m_samples.floating = header().sampleFormat == SAMPLEFORMAT_IEEEFP;
        m_samples.negative = header().sampleFormat == SAMPLEFORMAT_INT;
        m_samples.whiteIsZero = header().photometric == PHOTOMETRIC_MINISWHITE;
        m_bands = header().samples;
        m_colours = m_info.channels();
        if (m_bands < m_colours || m_bands > mostBands)
            return damaged(file(), "TIFF", "the number of channels does not fit the colours");
        m_alpha = alphaBand(header().extras, m_colours, m_bands);
        m_info.alpha = m_alpha >= 0;
        m_info.floating = m_samples.floating;
        noteOtherChannels(m_bands);

        const bool isSeparate = header().planes && m_bands > 1;
        m_planes = isSeparate ? m_bands : 1;
        m_byLine = !header().tiled && !isSeparate;
        m_pixels.resize(std::size_t(m_info.width) * std::size_t(m_bands));
        return header().tiled ? prepareTiles() : prepareStrips();
    }

    Status prepareStrips()
    {
        m_rowBytes = std::size_t(TIFFScanlineSize64(tiff()));
        const std::size_t needed =
            (m_pixels.size() / std::size_t(m_planes) * std::size_t(m_samples.bits) + 7) / 8;
        if (m_rowBytes < needed)
            return broken();
        m_bandRows = m_byLine ? 1 : rowsAtOnce();
        return allocate(0);
    }

    Status prepareTiles()
    {
        std::uint32_t width = 0, height = 0;
        TIFFGetField(tiff(), TIFFTAG_TILEWIDTH, &width);
        TIFFGetField(tiff(), TIFFTAG_TILELENGTH, &height);
        if (Status size = checkSize(file(), width, height); !size)
            return size;
        m_tileWidth = int(width);
        m_bandRows = int(height);
        m_tileRowBytes = std::size_t(TIFFTileRowSize64(tiff()));
        const std::size_t across = (std::size_t(m_info.width) + width - 1) / width;
        const std::size_t needed = // tiles are 16 pixels wide, or a multiple: their rows end with a byte
            std::size_t(width) * std::size_t(m_bands / m_planes) * std::size_t(m_samples.bits) / 8;
        if (m_tileRowBytes < needed)
            return broken();
        m_rowBytes = across * m_tileRowBytes;
        return allocate(m_tileRowBytes * height);
    }

    Status allocate(std::size_t tileBytes)
    {
        const double bytes = double(m_rowBytes) * m_bandRows * m_planes + double(tileBytes);
        m_info.memory = bytes;
        if (Status memory = checkMemory(file(), bytes); !memory)
            return memory;
        m_band.resize(m_rowBytes * std::size_t(m_bandRows) * std::size_t(m_planes));
        m_tile.resize(tileBytes);
        return {};
    }

    Status readRow(int y, float* to) override
    {
        const bool isRead = m_byLine ? TIFFReadScanline(tiff(), m_band.data(), std::uint32_t(y)) == 1
                                     : y % m_bandRows != 0 || readBand(y);
        if (!isRead)
            return broken();
        const std::size_t width = std::size_t(m_info.width);
        for (int plane = 0; plane < m_planes; ++plane)
            m_samples.unpack(bandRow(plane, y % m_bandRows), m_pixels.size() / std::size_t(m_planes),
                             m_planes == 1 ? m_pixels.data() : planePixels(plane));
        if (m_planes == 1) {
            rowToFloats(m_pixels.data(), width, m_bands, m_colours, m_alpha, to);
            return {};
        }
        for (std::size_t x = 0; x < width; ++x) {
            for (int c = 0; c < m_colours; ++c)
                *to++ = planePixels(c)[x];
            if (m_alpha >= 0)
                *to++ = planePixels(m_alpha)[x];
        }
        return {};
    }

    /// The strips or tiles that begin with row y, of every plane.
    bool readBand(int y)
    {
        const int rows = std::min(m_bandRows, m_info.height - y);
        for (int plane = 0; plane < m_planes; ++plane) {
            if (header().tiled) {
                if (!readTiles(y, plane, rows))
                    return false;
                continue;
            }
            const auto strip = TIFFComputeStrip(tiff(), std::uint32_t(y), std::uint16_t(plane));
            const auto wanted = tmsize_t(m_rowBytes * std::size_t(rows));
            if (TIFFReadEncodedStrip(tiff(), strip, bandRow(plane, 0), wanted) != wanted)
                return false;
        }
        return true;
    }

    bool readTiles(int y, int plane, int rows)
    {
        for (int x = 0, column = 0; x < m_info.width; x += m_tileWidth, ++column) {
            if (TIFFReadTile(tiff(), m_tile.data(), std::uint32_t(x), std::uint32_t(y), 0,
                             std::uint16_t(plane)) < 0)
                return false;
            for (int row = 0; row < rows; ++row)
                std::copy_n(m_tile.data() + std::size_t(row) * m_tileRowBytes, m_tileRowBytes,
                            bandRow(plane, row) + std::size_t(column) * m_tileRowBytes);
        }
        return true;
    }

    std::uint8_t* bandRow(int plane, int row)
    {
        return m_band.data() + (std::size_t(plane) * std::size_t(m_bandRows) + std::size_t(row)) * m_rowBytes;
    }

    float* planePixels(int plane) { return m_pixels.data() + std::size_t(plane) * std::size_t(m_info.width); }

    static constexpr int mostBands = 1000;

    TiffSamples m_samples;
    int m_bands = 1; // samples a pixel
    int m_colours = 1;
    int m_alpha = -1;     // its band
    int m_planes = 1;     // how many times the picture is stored, with one band each
    bool m_byLine = true; // libtiff gives single rows: strips of all bands
    int m_bandRows = 1;   // of m_band
    int m_tileWidth = 0;
    std::size_t m_tileRowBytes = 0;
    std::size_t m_rowBytes = 0; // of m_band: a row of one plane
    Bytes m_band;               // plane by plane
    Bytes m_tile;
    std::vector<float> m_pixels; // of one row: bands interleaved, or plane by plane
};

/// 8-bit RGB as libtiff makes it.
class TiffConvertedSource : public TiffRowSource
{
public:
    using TiffRowSource::TiffRowSource;
    ~TiffConvertedSource() override
    {
        if (m_isBegun)
            TIFFRGBAImageEnd(&m_image);
    }

private:
    Status prepare() override
    {
        if (m_info.model == ColourModel::Cmyk) // libtiff knows no profiles
            return Error{ErrorKind::Unsupported, "CMYK is not read from old-style JPEG in TIFF", file(),
                         advice};
        noteOtherChannels(header().samples);
        constexpr double pixelBytes = 12; // four, and the decoder's own
        m_info.memory = pixelBytes * m_info.width * rowsAtOnce();
        if (Status memory = checkMemory(file(), m_info.memory); !memory)
            return memory;
        char reason[1024] = "";
        m_isBegun = TIFFRGBAImageBegin(&m_image, tiff(), 1, reason) == 1;
        if (!m_isBegun)
            return cannotDecode(file(),
                                header().compression == COMPRESSION_OJPEG ? "old-style JPEG in TIFF"
                                                                          : "YCbCr in TIFF",
                                reason);
        m_image.orientation = m_image.req_orientation = ORIENTATION_TOPLEFT; // turned elsewhere
        m_raster.resize(std::size_t(m_info.width) * std::size_t(std::min(rowsAtOnce(), m_info.height)));
        return {};
    }

    Status readRow(int y, float* to) override
    {
        const int row = y % rowsAtOnce();
        if (row == 0) {
            m_image.row_offset = y;
            const int rows = std::min(rowsAtOnce(), m_info.height - y);
            if (TIFFRGBAImageGet(&m_image, m_raster.data(), std::uint32_t(m_info.width),
                                 std::uint32_t(rows)) != 1 ||
                endsEarly())
                return broken();
        }
        const std::uint32_t* from = m_raster.data() + std::size_t(row) * std::size_t(m_info.width);
        for (int x = 0; x < m_info.width; ++x, ++from) {
            *to++ = float(TIFFGetR(*from)) / 255.0f;
            if (m_info.model == ColourModel::Grey)
                continue;
            *to++ = float(TIFFGetG(*from)) / 255.0f;
            *to++ = float(TIFFGetB(*from)) / 255.0f;
        }
        return {};
    }

    static constexpr const char* advice = "Save it again as JPEG or TIFF in the program that made it";

    TIFFRGBAImage m_image{};
    bool m_isBegun = false;
    std::vector<std::uint32_t> m_raster;
};

} // namespace

OpenedSource openTiff(const fs::path& file, int quarters, int page)
{
    TiffHeader header = readTiffHeader(file, page);
    if (Status known = checkPage(file, page, header.pages); !known)
        return std::move(known).error();
    const auto route = tiffRoute(header, file);
    if (!route)
        return route.error();
    if (*route == TiffRoute::Vips)
        return openWithVips(file, PhotoFormat::Tiff, quarters, page);
    std::unique_ptr<TiffRowSource> source;
    if (*route == TiffRoute::Samples)
        source = std::make_unique<TiffSampleSource>(file, std::move(header), page);
    else
        source = std::make_unique<TiffConvertedSource>(file, std::move(header), page);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    const int orientation = turnedOrientation(exifOrientation(source->info().metadata.exif), quarters);
    return turnUpright(std::move(source), orientation, file);
}

} // namespace enlarger::image
