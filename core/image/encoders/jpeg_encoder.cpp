// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder_table.h"

#include "core/image/encoders/iptc_resource.h"
#include "core/image/metadata/xmp_extension.h"

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <cstring>
#include <jpeglib.h>
#include <string_view>

namespace enlarger::image {

namespace {

constexpr std::size_t segmentLimit = 65533; // bytes of a marker's content

struct ErrorManager
{
    jpeg_error_mgr base; // first: libjpeg hands out a pointer to it
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
};

struct Destination
{
    jpeg_destination_mgr base; // first, as above
    OutputFile* file;
    JOCTET buffer[1 << 18];
};

[[noreturn]] void jumpOut(j_common_ptr jpeg)
{
    auto* errors = reinterpret_cast<ErrorManager*>(jpeg->err);
    errors->base.format_message(jpeg, errors->message);
    std::longjmp(errors->jump, 1);
}

[[noreturn]] void jumpOutOfWriting(j_compress_ptr jpeg)
{
    auto* errors = reinterpret_cast<ErrorManager*>(jpeg->err);
    std::strcpy(errors->message, "the file cannot be written");
    std::longjmp(errors->jump, 1);
}

void keepSilent(j_common_ptr, int) {}

void startBuffer(j_compress_ptr jpeg)
{
    auto* destination = reinterpret_cast<Destination*>(jpeg->dest);
    destination->base.next_output_byte = destination->buffer;
    destination->base.free_in_buffer = sizeof destination->buffer;
}

boolean flushBuffer(j_compress_ptr jpeg)
{
    auto* destination = reinterpret_cast<Destination*>(jpeg->dest);
    if (!destination->file->write(destination->buffer, sizeof destination->buffer))
        jumpOutOfWriting(jpeg);
    startBuffer(jpeg);
    return TRUE;
}

void endBuffer(j_compress_ptr jpeg)
{
    auto* destination = reinterpret_cast<Destination*>(jpeg->dest);
    if (!destination->file->write(destination->buffer,
                                  sizeof destination->buffer - destination->base.free_in_buffer))
        jumpOutOfWriting(jpeg);
}

class JpegEncoder : public Encoder
{
public:
    JpegEncoder(OutputFile& file, EncoderTask task)
        : Encoder(file, std::move(task))
    {
        m_jpeg.err = jpeg_std_error(&m_errors.base);
        m_errors.base.error_exit = jumpOut;
        m_errors.base.emit_message = keepSilent;
        m_destination.base.init_destination = startBuffer;
        m_destination.base.empty_output_buffer = flushBuffer;
        m_destination.base.term_destination = endBuffer;
        m_destination.file = &file;
    }

    ~JpegEncoder() override { jpeg_destroy_compress(&m_jpeg); }

    Status begin() override
    {
        const bool begun = guarded([this] {
            jpeg_create_compress(&m_jpeg);
            m_jpeg.dest = &m_destination.base;
            m_jpeg.image_width = JDIMENSION(m_task.width);
            m_jpeg.image_height = JDIMENSION(m_task.height);
            m_jpeg.input_components = m_task.channels;
            m_jpeg.in_color_space = m_task.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
            jpeg_set_defaults(&m_jpeg);
            jpeg_set_quality(&m_jpeg, m_task.quality, TRUE);
            m_jpeg.comp_info[0].h_samp_factor = 1; // 4:4:4
            m_jpeg.comp_info[0].v_samp_factor = 1;
            m_jpeg.dct_method = JDCT_ISLOW;
            setDensity();
            jpeg_start_compress(&m_jpeg, TRUE);
        });
        return begun && writeMetadata() ? Status() : failure();
    }

    Status write(const void* samples, int rows) override
    {
        // libjpeg takes rows that are not const, and does not change them.
        JSAMPROW row = static_cast<JSAMPROW>(const_cast<void*>(samples));
        const std::size_t step = m_task.bytesPerRow();
        const bool written = guarded([&, this] {
            for (int y = 0; y < rows; ++y, row += step)
                jpeg_write_scanlines(&m_jpeg, &row, 1);
        });
        return written ? Status() : failure();
    }

    Status finish() override
    {
        return guarded([this] { jpeg_finish_compress(&m_jpeg); }) ? Status() : failure();
    }

private:
    /// Runs calls into libjpeg; false where it jumped out of them. `calls` may own nothing that needs
    /// destroying.
    template <class Calls>
    bool guarded(Calls calls)
    {
        if (setjmp(m_errors.jump) != 0)
            return false;
        calls();
        return true;
    }

    Error failure() const { return encoderError(m_file, "JPEG", m_errors.message); }

    void setDensity()
    {
        const WholeDensity density = wholeDensity(m_task.metadata.blocks.resolution);
        m_jpeg.density_unit = UINT8(exifUnit(density.unit) - 1);
        m_jpeg.X_density = density.x;
        m_jpeg.Y_density = density.y;
    }

    bool writeSegment(int marker, const Bytes& content)
    {
        return guarded(
            [&, this] { jpeg_write_marker(&m_jpeg, marker, content.data(), unsigned(content.size())); });
    }

    static Bytes startingWith(std::string_view name) // and the NUL that ends it
    {
        Bytes content(name.begin(), name.end());
        content.push_back(0);
        return content;
    }

    bool writeMetadata()
    {
        const Metadata& blocks = m_task.metadata.blocks;
        bool good = true;
        if (!blocks.exif.empty()) {
            Bytes segment = startingWith("Exif");
            segment.push_back(0);
            segment.insert(segment.end(), blocks.exif.begin(), blocks.exif.end());
            good = good && writeSegment(JPEG_APP0 + 1, segment);
        }
        if (!blocks.xmp.empty()) {
            Bytes segment = startingWith("http://ns.adobe.com/xap/1.0/");
            segment.insert(segment.end(), blocks.xmp.begin(), blocks.xmp.end());
            good = good && writeSegment(JPEG_APP0 + 1, segment);
        }
        good = good && writeXmpExtension(m_task.metadata.xmpExtension);
        if (!blocks.icc.empty())
            good = good && guarded([&, this] {
                       jpeg_write_icc_profile(&m_jpeg, blocks.icc.data(), unsigned(blocks.icc.size()));
                   });
        if (!blocks.iptc.empty())
            good = good && writePhotoshopResource(iptcResource(blocks.iptc));
        for (const NamedText& comment : blocks.texts)
            good = good && writeSegment(JPEG_COM, Bytes(comment.text.begin(), comment.text.end()));
        return good;
    }

    bool writeXmpExtension(const Bytes& extension)
    {
        constexpr std::size_t portion = 65400;
        const std::string name = extension.empty() ? std::string() : extensionName(extension);
        for (std::size_t offset = 0; offset < extension.size(); offset += portion) {
            Bytes segment = startingWith("http://ns.adobe.com/xmp/extension/");
            segment.insert(segment.end(), name.begin(), name.end());
            appendBigEndian(segment, std::uint32_t(extension.size()));
            appendBigEndian(segment, std::uint32_t(offset));
            const auto from = extension.begin() + std::ptrdiff_t(offset);
            segment.insert(segment.end(), from,
                           from + std::ptrdiff_t(std::min(portion, extension.size() - offset)));
            if (!writeSegment(JPEG_APP0 + 1, segment))
                return false;
        }
        return true;
    }

    bool writePhotoshopResource(const Bytes& resource)
    {
        const std::size_t portion = segmentLimit - 14;
        for (std::size_t offset = 0; offset < resource.size(); offset += portion) {
            Bytes segment = startingWith("Photoshop 3.0");
            const auto from = resource.begin() + std::ptrdiff_t(offset);
            segment.insert(segment.end(), from,
                           from + std::ptrdiff_t(std::min(portion, resource.size() - offset)));
            if (!writeSegment(JPEG_APP0 + 13, segment))
                return false;
        }
        return true;
    }

    jpeg_compress_struct m_jpeg{};
    ErrorManager m_errors{};
    Destination m_destination{};
};

} // namespace

std::unique_ptr<Encoder> makeJpegEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<JpegEncoder>(file, std::move(task));
}

} // namespace enlarger::image
