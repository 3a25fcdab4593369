// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/tiff_encoder.h"

#include "core/image/encoders/encoder_table.h"
#include "core/image/encoders/exif_layout.h"
#include "core/image/encoders/tiff_tags.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <tiffio.h>

namespace enlarger::image {

namespace {

constexpr std::size_t stripBytes = std::size_t(1) << 20;

class TiffEncoder : public Encoder
{
public:
    using Encoder::Encoder;
    ~TiffEncoder() override
    {
        if (m_tiff)
            TIFFCleanup(m_tiff); // unlike TIFFClose it writes nothing
    }

    Status begin() override
    {
        const Metadata& blocks = m_task.metadata.blocks;
        const ExifBlock exif(blocks.exif);
        const bool big =
            needsBigTiff(m_task.bytesPerRow(), std::uint64_t(m_task.height),
                         blocks.icc.size() + blocks.exif.size() + blocks.xmp.size() + blocks.iptc.size());
        // The file takes the EXIF block's byte order, so that its values can stay as they are.
        const std::string mode = std::string("w") + (exif.bigEndian() ? "b" : "l") + (big ? "8" : "4");
        TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
        if (!options)
            return tooLargeForMemory("TIFF");
        TIFFOpenOptionsSetErrorHandlerExtR(options, keepMessage, this);
        TIFFOpenOptionsSetWarningHandlerExtR(options, keepSilent, this);
        m_tiff = TIFFClientOpenExt("TIFF", mode.c_str(), this, read, write, seek, keepOpen, size, nullptr,
                                   nullptr, options);
        TIFFOpenOptionsFree(options);
        if (!m_tiff)
            return failure();
        setShape();
        setBlocks();
        if (!blocks.exif.empty() && !setExif(exif, big))
            return failure();
        return {};
    }

    Status write(const void* samples, int rows) override
    {
        const auto* row = static_cast<const std::uint8_t*>(samples);
        const std::size_t rowBytes = m_task.bytesPerRow();
        for (int y = 0; y < rows; ++y, row += rowBytes) {
            m_strip.insert(m_strip.end(), row, row + rowBytes);
            ++m_rows;
            if ((m_rows % m_rowsPerStrip == 0 || m_rows == m_task.height) && !writeStrip())
                return failure();
        }
        return {};
    }

    Status finish() override
    {
        // TIFFClose says nothing of failures, TIFFFlush does.
        return TIFFFlush(m_tiff) == 1 && !m_file.failed() ? Status() : failure();
    }

private:
    bool writeStrip()
    {
        // libtiff changes the strip: bytes are swapped, differences are taken.
        const bool good = TIFFWriteEncodedStrip(m_tiff, m_stripIndex++, m_strip.data(),
                                                tmsize_t(m_strip.size())) == tmsize_t(m_strip.size()) &&
                          !m_file.failed();
        m_strip.clear();
        return good;
    }

    void setShape()
    {
        m_rowsPerStrip =
            int(std::clamp<std::size_t>(stripBytes / m_task.bytesPerRow(), 1, std::size_t(m_task.height)));
        m_strip.reserve(std::size_t(m_rowsPerStrip) * m_task.bytesPerRow());
        TIFFSetField(m_tiff, TIFFTAG_IMAGEWIDTH, std::uint32_t(m_task.width));
        TIFFSetField(m_tiff, TIFFTAG_IMAGELENGTH, std::uint32_t(m_task.height));
        TIFFSetField(m_tiff, TIFFTAG_BITSPERSAMPLE, m_task.bits);
        TIFFSetField(m_tiff, TIFFTAG_SAMPLESPERPIXEL, m_task.channels);
        TIFFSetField(m_tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
        TIFFSetField(m_tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(m_tiff, TIFFTAG_PHOTOMETRIC, m_task.isGrey() ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
        TIFFSetField(m_tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        TIFFSetField(m_tiff, TIFFTAG_ROWSPERSTRIP, std::uint32_t(m_rowsPerStrip));
        TIFFSetField(m_tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
        TIFFSetField(m_tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
        TIFFSetField(m_tiff, TIFFTAG_ZIPQUALITY, 1); // 5% larger than 4, twice as fast
        if (m_task.hasAlpha()) {
            const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
            TIFFSetField(m_tiff, TIFFTAG_EXTRASAMPLES, 1, &straight);
        }
        // TIFF wants these tags; where nothing is known they say that pixels are square, and no more.
        const Resolution& known = m_task.metadata.blocks.resolution;
        const Resolution resolution = known.isKnown() ? known : Resolution{1.0, 1.0, Resolution::Unit::None};
        TIFFSetField(m_tiff, TIFFTAG_XRESOLUTION, resolution.x);
        TIFFSetField(m_tiff, TIFFTAG_YRESOLUTION, resolution.y);
        TIFFSetField(m_tiff, TIFFTAG_RESOLUTIONUNIT, exifUnit(resolution.unit));
    }

    void setBlocks()
    {
        const Metadata& blocks = m_task.metadata.blocks;
        if (!blocks.icc.empty())
            TIFFSetField(m_tiff, TIFFTAG_ICCPROFILE, std::uint32_t(blocks.icc.size()), blocks.icc.data());
        if (!blocks.xmp.empty())
            TIFFSetField(m_tiff, TIFFTAG_XMLPACKET, std::uint32_t(blocks.xmp.size()), blocks.xmp.data());
        if (!blocks.iptc.empty())
            setIptcTag(m_tiff, blocks.iptc);
    }

    bool setExif(const ExifBlock& exif, bool big)
    {
        copyFirstDirectory(m_tiff, exif);
        // libtiff puts everything behind the end of the file, so what we append now stays as it is.
        const ExifDirectories directories = layOutExif(exif, std::uint64_t(m_file.seek(0, SEEK_END)), big);
        if (!m_file.write(directories.bytes.data(), directories.bytes.size()))
            return false;
        if (directories.exif != 0)
            TIFFSetField(m_tiff, TIFFTAG_EXIFIFD, directories.exif);
        if (directories.gps != 0)
            TIFFSetField(m_tiff, TIFFTAG_GPSIFD, directories.gps);
        return true;
    }

    Error failure() const { return encoderError(m_file, "TIFF", m_message); }

    static TiffEncoder& self(thandle_t handle) { return *static_cast<TiffEncoder*>(handle); }
    static tmsize_t read(thandle_t handle, void* data, tmsize_t bytes)
    {
        return tmsize_t(self(handle).m_file.read(data, std::size_t(bytes)));
    }
    static tmsize_t write(thandle_t handle, void* data, tmsize_t bytes)
    {
        return self(handle).m_file.write(data, std::size_t(bytes)) ? bytes : -1;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int whence)
    {
        return toff_t(self(handle).m_file.seek(std::int64_t(offset), whence));
    }
    static int keepOpen(thandle_t) { return 0; }
    static toff_t size(thandle_t handle)
    {
        OutputFile& file = self(handle).m_file;
        const std::int64_t here = file.seek(0, SEEK_CUR);
        const std::int64_t end = file.seek(0, SEEK_END);
        file.seek(here, SEEK_SET);
        return toff_t(end);
    }
    static int keepMessage(TIFF*, void* user, const char*, const char* format, va_list arguments)
    {
        auto* encoder = static_cast<TiffEncoder*>(user);
        std::vsnprintf(encoder->m_message, sizeof encoder->m_message, format, arguments);
        return 1;
    }
    static int keepSilent(TIFF*, void*, const char*, const char*, va_list) { return 1; }

    TIFF* m_tiff = nullptr;
    Bytes m_strip;
    int m_rowsPerStrip = 1;
    int m_rows = 0;
    std::uint32_t m_stripIndex = 0;
    char m_message[300] = "";
};

} // namespace

bool needsBigTiff(std::uint64_t rowBytes, std::uint64_t rows, std::uint64_t metadataBytes)
{
    // Deflate can make noise longer, by less than a thousandth; each strip has an offset and a length.
    const std::uint64_t data = rowBytes * rows;
    const std::uint64_t largest = data + data / 1024 + 16 * rows + metadataBytes + (std::uint64_t(1) << 20);
    return largest > UINT32_MAX;
}

std::unique_ptr<Encoder> makeTiffEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<TiffEncoder>(file, std::move(task));
}

} // namespace enlarger::image
