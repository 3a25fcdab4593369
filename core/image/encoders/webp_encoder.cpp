// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder_table.h"

#include <memory>
#include <webp/encode.h>
#include <webp/mux.h>

namespace enlarger::image {

namespace {

struct DeleteMux
{
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

class WebpEncoder : public Encoder
{
public:
    WebpEncoder(OutputFile& file, EncoderTask task)
        : Encoder(file, std::move(task))
    {
        WebPMemoryWriterInit(&m_encoded);
    }
    ~WebpEncoder() override
    {
        WebPPictureFree(&m_picture);
        WebPMemoryWriterClear(&m_encoded);
    }

    Status begin() override
    {
        if (!WebPPictureInit(&m_picture))
            return failure("its version is another one than the header's");
        m_picture.use_argb = 1;
        m_picture.width = m_task.width;
        m_picture.height = m_task.height;
        if (!WebPPictureAlloc(&m_picture))
            return tooLargeForMemory("WebP");
        return {};
    }

    Status write(const void* samples, int rows) override
    {
        const auto* from = static_cast<const std::uint8_t*>(samples);
        for (int i = 0; i < rows; ++i, ++m_row) {
            std::uint32_t* to = m_picture.argb + std::ptrdiff_t(m_row) * m_picture.argb_stride;
            for (int x = 0; x < m_task.width; ++x, from += m_task.channels)
                to[x] = pixel(from);
        }
        return {};
    }

    Status finish() override
    {
        WebPConfig config;
        if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, float(m_task.quality)))
            return failure("its version is another one than the header's");
        config.lossless = m_task.quality >= 100;
        if (config.lossless)
            config.quality = 70; // here it means effort
        config.thread_level = 1;
        config.exact = 1; // the colours under transparent pixels were chosen to leave no fringe
        m_picture.writer = WebPMemoryWrite;
        m_picture.custom_ptr = &m_encoded;
        if (!WebPEncode(&config, &m_picture)) {
            if (m_picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
                m_picture.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
                return tooLargeForMemory("WebP");
            return failure("error " + std::to_string(int(m_picture.error_code)));
        }
        WebPPictureFree(&m_picture);
        return writeContainer();
    }

private:
    std::uint32_t pixel(const std::uint8_t* from) const
    {
        const bool grey = m_task.isGrey();
        const std::uint32_t red = from[0], green = from[grey ? 0 : 1], blue = from[grey ? 0 : 2];
        const std::uint32_t alpha = m_task.hasAlpha() ? from[m_task.channels - 1] : 255;
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    Status writeContainer()
    {
        const std::unique_ptr<WebPMux, DeleteMux> mux(WebPMuxNew());
        if (!mux)
            return tooLargeForMemory("WebP");
        const Metadata& blocks = m_task.metadata.blocks;
        WebPMuxError error = WEBP_MUX_OK;
        const auto setChunk = [&](const char* name, const Bytes& block) {
            const WebPData data = {block.data(), block.size()};
            if (error == WEBP_MUX_OK && !block.empty())
                error = WebPMuxSetChunk(mux.get(), name, &data, 0);
        };
        const WebPData encoded = {m_encoded.mem, m_encoded.size};
        error = WebPMuxSetImage(mux.get(), &encoded, 0);
        setChunk("ICCP", blocks.icc);
        setChunk("EXIF", blocks.exif);
        setChunk("XMP ", blocks.xmp);
        WebPData assembled;
        WebPDataInit(&assembled);
        if (error == WEBP_MUX_OK)
            error = WebPMuxAssemble(mux.get(), &assembled);
        if (error == WEBP_MUX_MEMORY_ERROR)
            return tooLargeForMemory("WebP");
        if (error != WEBP_MUX_OK)
            return failure("container error " + std::to_string(int(error)));
        const bool written = m_file.write(assembled.bytes, assembled.size);
        WebPDataClear(&assembled);
        return written ? Status() : failure({});
    }

    Error failure(const std::string& message) const { return encoderError(m_file, "WebP", message); }

    WebPPicture m_picture{};
    WebPMemoryWriter m_encoded{};
    int m_row = 0;
};

} // namespace

std::unique_ptr<Encoder> makeWebpEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<WebpEncoder>(file, std::move(task));
}

} // namespace enlarger::image
