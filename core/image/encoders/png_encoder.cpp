// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder_table.h"

#include "core/image/encoders/iptc_resource.h"
#include "core/image/metadata/light_level_bytes.h"

#include <bit>
#include <cmath>
#include <csetjmp>
#include <fmt/format.h>
#include <png.h>
#include <zlib.h>

namespace enlarger::image {

namespace {

constexpr std::size_t chunkBytes = std::size_t(1) << 20; // of an IDAT

/// Datasets as the text that ImageMagick began to write and that exiftool and Exiv2 read.
std::string iptcText(const Bytes& iptc)
{
    const Bytes resource = iptcResource(iptc);
    std::string text = fmt::format("\niptc\n{:8}\n", resource.size());
    text.reserve(text.size() + resource.size() * 2 + resource.size() / 36 + 2);
    for (std::size_t i = 0; i < resource.size(); ++i) {
        text += "0123456789abcdef"[resource[i] >> 4];
        text += "0123456789abcdef"[resource[i] & 15];
        if (i % 36 == 35)
            text += '\n';
    }
    return text + '\n';
}

/// Texts as libpng takes them.
struct PngTexts
{
    NamedTexts held; // what the chunks point to: keywords, and texts that are not international, in Latin-1
    std::vector<png_text> chunks;
};

PngTexts pngTexts(const NamedTexts& texts)
{
    PngTexts all{texts, {}};
    for (NamedText& text : all.held) {
        const auto keyword = asLatin1(text.keyword);
        const auto latin1 = asLatin1(text.text);
        const bool isPlain = latin1 && text.language.empty() && text.translatedKeyword.empty();
        if (!keyword)
            continue;
        text.keyword = *keyword;
        if (isPlain)
            text.text = *latin1;
        png_text chunk = {};
        chunk.compression = isPlain ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
        chunk.key = text.keyword.data();
        chunk.text = text.text.data();
        (isPlain ? chunk.text_length : chunk.itxt_length) = text.text.size();
        if (!isPlain) {
            chunk.lang = text.language.data();
            chunk.lang_key = text.translatedKeyword.data();
        }
        all.chunks.push_back(chunk);
    }
    return all;
}

class PngEncoder : public Encoder
{
public:
    using Encoder::Encoder;
    ~PngEncoder() override { png_destroy_write_struct(&m_png, &m_info); }

    Status begin() override
    {
        m_png = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, jumpOut, keepSilent);
        if (m_png)
            m_info = png_create_info_struct(m_png);
        if (!m_info)
            return tooLargeForMemory("PNG");
        const Bytes profile = profileChunk(m_task.metadata.blocks.icc);
        const Bytes numbers = numbersChunk(m_task.metadata.blocks.colours);
        const LightLevels& light = m_task.metadata.blocks.lightLevels;
        const Bytes contentLight = light.content ? chunkOf(*light.content) : Bytes();
        const Bytes display = light.display ? chunkOf(*light.display) : Bytes();
        std::string iptc = m_task.metadata.blocks.iptc.empty() ? "" : iptcText(m_task.metadata.blocks.iptc);
        PngTexts named = pngTexts(m_task.metadata.blocks.texts);
        std::string xmp(m_task.metadata.blocks.xmp.begin(), m_task.metadata.blocks.xmp.end());
        const bool begun = guarded([&, this] {
            png_set_write_fn(m_png, this, writeBytes, flush);
            png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
            png_set_IHDR(m_png, m_info, png_uint_32(m_task.width), png_uint_32(m_task.height), m_task.bits,
                         colourType(), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                         PNG_FILTER_TYPE_DEFAULT);
            // What Paeth's filter leaves of a photograph has hardly any repeats to be searched for: runs and
            // Huffman codes alone give smaller files than zlib's default, six times as fast.
            png_set_filter(m_png, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
            png_set_compression_strategy(m_png, Z_RLE);
            png_set_compression_buffer_size(m_png, chunkBytes);
            setResolution();
            setTexts(xmp, iptc);
            png_set_text(m_png, m_info, named.chunks.data(), int(named.chunks.size()));
            png_bytep exif = m_task.metadata.blocks.exif.data();
            if (exif)
                png_set_eXIf_1(m_png, m_info, png_uint_32(m_task.metadata.blocks.exif.size()), exif);
            png_write_info_before_PLTE(m_png, m_info);
            // By hand, since png_set_iCCP refuses profiles that it finds fault with, though programs read
            // them.
            writeChunk("cICP", numbers); // this and the next two are unknown to libpng before 1.6.45
            writeChunk("mDCV", display);
            writeChunk("cLLI", contentLight);
            writeChunk("iCCP", profile);
            png_write_info(m_png, m_info);
            if (m_task.bits == 16 && std::endian::native == std::endian::little)
                png_set_swap(m_png);
        });
        return begun ? Status() : failure();
    }

    Status write(const void* samples, int rows) override
    {
        auto* row = static_cast<png_const_bytep>(samples);
        const std::size_t step = m_task.bytesPerRow();
        const bool written = guarded([&, this] {
            for (int y = 0; y < rows; ++y, row += step)
                png_write_row(m_png, row);
        });
        return written ? Status() : failure();
    }

    Status finish() override
    {
        return guarded([this] { png_write_end(m_png, nullptr); }) ? Status() : failure();
    }

private:
    /// As in JpegEncoder: libpng leaves by longjmp too.
    template <class Calls>
    bool guarded(Calls calls)
    {
        if (setjmp(png_jmpbuf(m_png)) != 0)
            return false;
        calls();
        return true;
    }

    [[noreturn]] static void jumpOut(png_structp png, png_const_charp message)
    {
        auto* self = static_cast<PngEncoder*>(png_get_error_ptr(png));
        std::snprintf(self->m_message, sizeof self->m_message, "%s", message);
        png_longjmp(png, 1);
    }
    static void keepSilent(png_structp, png_const_charp) {}
    static void flush(png_structp) {}
    static void writeBytes(png_structp png, png_bytep data, std::size_t size)
    {
        if (!static_cast<PngEncoder*>(png_get_io_ptr(png))->m_file.write(data, size))
            png_error(png, "the file cannot be written");
    }

    Error failure() const { return encoderError(m_file, "PNG", m_message); }

    int colourType() const
    {
        constexpr int types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                 PNG_COLOR_TYPE_RGB_ALPHA};
        return types[m_task.channels - 1];
    }

    /// None where it would be empty.
    void writeChunk(const char* type, const Bytes& content)
    {
        if (!content.empty())
            png_write_chunk(m_png, reinterpret_cast<png_const_bytep>(type), content.data(), content.size());
    }

    void setResolution()
    {
        const Resolution resolution = m_task.metadata.blocks.resolution.in(Resolution::Unit::Centimetre);
        const double scale = resolution.hasUnit() ? 100.0 : 1.0; // to the metre
        const double x = std::round(resolution.x * scale), y = std::round(resolution.y * scale);
        const auto fits = [](double number) { return number >= 1.0 && number <= double(PNG_UINT_31_MAX); };
        if (resolution.isKnown() && fits(x) && fits(y))
            png_set_pHYs(m_png, m_info, png_uint_32(x), png_uint_32(y),
                         resolution.hasUnit() ? PNG_RESOLUTION_METER : PNG_RESOLUTION_UNKNOWN);
    }

    void setTexts(std::string& xmp, std::string& iptc)
    {
        char xmpKey[] = "XML:com.adobe.xmp";
        char iptcKey[] = "Raw profile type iptc";
        png_text texts[2] = {};
        int count = 0;
        if (!xmp.empty())
            texts[count++] = {PNG_ITXT_COMPRESSION_NONE, xmpKey, xmp.data(), 0, xmp.size(), nullptr, nullptr};
        if (!iptc.empty())
            texts[count++] = {
                PNG_TEXT_COMPRESSION_zTXt, iptcKey, iptc.data(), iptc.size(), 0, nullptr, nullptr};
        png_set_text(m_png, m_info, texts, count);
    }

    static Bytes numbersChunk(const ColourDescription& colours)
    {
        if (!colours.hasNumbers())
            return {};
        constexpr std::uint8_t rgb = 0, fullRange = 1;
        return {std::uint8_t(colours.primaries), std::uint8_t(colours.transfer), rgb, fullRange};
    }

    static Bytes profileChunk(const Bytes& icc)
    {
        if (icc.empty())
            return {};
        Bytes chunk = {'I', 'C', 'C', 0, 0}; // a name, and the method: deflate
        const std::size_t head = chunk.size();
        uLongf size = compressBound(uLong(icc.size()));
        chunk.resize(head + size);
        if (compress2(chunk.data() + head, &size, icc.data(), uLong(icc.size()), 9) != Z_OK)
            return {};
        chunk.resize(head + size);
        return chunk;
    }

    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    char m_message[200] = "";
};

} // namespace

std::unique_ptr<Encoder> makePngEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<PngEncoder>(file, std::move(task));
}

} // namespace enlarger::image
