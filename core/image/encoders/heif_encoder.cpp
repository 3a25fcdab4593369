// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/encoder_table.h"

#include "core/image/metadata/light_level_bytes.h"

#include <algorithm>
#include <cstring>
#include <libheif/heif.h>
#include <memory>
#include <thread>
#include <vector>

namespace enlarger::image {

namespace {

struct Release
{
    void operator()(heif_context* context) const { heif_context_free(context); }
    void operator()(heif_image* image) const { heif_image_release(image); }
    void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
    void operator()(heif_encoder* encoder) const { heif_encoder_release(encoder); }
    void operator()(heif_encoding_options* options) const { heif_encoding_options_free(options); }
    void operator()(heif_color_profile_nclx* profile) const { heif_nclx_color_profile_free(profile); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

/// What the two formats of this container have each of its own.
struct Coding
{
    heif_compression_format compression;
    const char* format;
    void (*hasten)(heif_encoder*); // hints, which an encoder may not know
};

constexpr Coding avif{heif_compression_AV1, "AVIF", [](heif_encoder* encoder) {
                          const int threads = int(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
                          heif_encoder_set_parameter_integer(encoder, "threads", threads);
                          // Slower settings search longer the more a picture has of what networks draw: at
                          // quality 95 speed 6 takes 5 to 30 times as long, for files of the same size and
                          // fidelity (5 %, 0.3 dB).
                          heif_encoder_set_parameter_integer(encoder, "speed", 9);
                      }};

// On enlarged photos x265's usual preset takes 3 to 5 times as long, for files of 2 to 10 % less and no
// better fidelity at quality 95, and at 80 and 60 of up to twice the size.
constexpr Coding heic{heif_compression_HEVC, "HEIC", [](heif_encoder* encoder) {
                          heif_encoder_set_parameter_string(encoder, "preset", "ultrafast");
                      }};

class HeifEncoder : public Encoder
{
public:
    HeifEncoder(OutputFile& file, EncoderTask task, const Coding& coding)
        : Encoder(file, std::move(task))
        , m_coding(coding)
    {}

    Status begin() override
    {
        m_context.reset(heif_context_alloc());
        heif_encoder* encoder = nullptr;
        heif_image* image = nullptr;
        if (!check(heif_context_get_encoder_for_format(m_context.get(), m_coding.compression, &encoder)))
            return failure();
        m_encoder.reset(encoder);
        const bool created = check(heif_image_create(
            m_task.width, m_task.height, m_task.isGrey() ? heif_colorspace_monochrome : heif_colorspace_RGB,
            chroma(), &image));
        m_image.reset(image);
        if (!created || !addPlanes())
            return failure();
        setLightLevels(m_task.metadata.blocks.lightLevels);
        return setColours() && setOptions() ? Status() : failure();
    }

    Status write(const void* samples, int rows) override
    {
        const auto* from = static_cast<const std::byte*>(samples);
        for (int i = 0; i < rows; ++i, ++m_row, from += m_task.bytesPerRow()) {
            if (m_task.channels == 2)
                splitRow(from);
            else
                std::memcpy(rowOf(m_task.isGrey() ? heif_channel_Y : heif_channel_interleaved), from,
                            m_task.bytesPerRow());
        }
        return {};
    }

    Status finish() override
    {
        heif_image_handle* handle = nullptr;
        const bool encoded = check(heif_context_encode_image(m_context.get(), m_image.get(), m_encoder.get(),
                                                             m_options.get(), &handle));
        const Owned<heif_image_handle> picture(handle);
        m_image.reset();
        if (!encoded)
            return failure();
        const Bytes& exif = m_task.metadata.blocks.exif;
        const Bytes& xmp = m_task.metadata.blocks.xmp;
        if (!exif.empty() &&
            !check(heif_context_add_exif_metadata(m_context.get(), handle, exif.data(), int(exif.size()))))
            return failure();
        if (!xmp.empty() &&
            !check(heif_context_add_XMP_metadata(m_context.get(), handle, xmp.data(), int(xmp.size()))))
            return failure();
        heif_writer writer = {1, writeBytes};
        return check(heif_context_write(m_context.get(), &writer, this)) ? Status() : failure();
    }

private:
    heif_chroma chroma() const
    {
        const bool deep = m_task.bits > 8;
        if (m_task.isGrey())
            return heif_chroma_monochrome;
        if (m_task.hasAlpha())
            return deep ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RGBA;
        return deep ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB;
    }

    bool addPlanes()
    {
        const auto add = [this](heif_channel channel) {
            return check(
                heif_image_add_plane(m_image.get(), channel, m_task.width, m_task.height, m_task.bits));
        };
        if (!m_task.isGrey())
            return add(heif_channel_interleaved);
        return add(heif_channel_Y) && (!m_task.hasAlpha() || add(heif_channel_Alpha));
    }

    /// Lossless needs RGB as it is; otherwise the matrix of BT.601 in full range, as JPEG has it.
    bool setColours()
    {
        Owned<heif_color_profile_nclx> nclx(heif_nclx_color_profile_alloc());
        if (!nclx)
            return false;
        const ColourDescription& colours = m_task.metadata.blocks.colours;
        nclx->color_primaries = heif_color_primaries_ITU_R_BT_709_5;
        nclx->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
        if (colours.hasNumbers()) {
            nclx->color_primaries = heif_color_primaries(colours.primaries);
            nclx->transfer_characteristics = heif_transfer_characteristics(colours.transfer);
        }
        nclx->matrix_coefficients = lossless() && !m_task.isGrey() ? heif_matrix_coefficients_RGB_GBR
                                                                   : heif_matrix_coefficients_ITU_R_BT_601_6;
        nclx->full_range_flag = 1;
        const Bytes& icc = m_task.metadata.blocks.icc;
        if (!check(heif_image_set_nclx_color_profile(m_image.get(), nclx.get())))
            return false;
        // A profile beside numbers says the same, and libheif would write it in their place.
        return icc.empty() || colours.hasNumbers() ||
               check(heif_image_set_raw_color_profile(m_image.get(), "prof", icc.data(), icc.size()));
    }

    void setLightLevels(const LightLevels& levels)
    {
        if (levels.content) {
            const auto candelas = [](std::uint32_t level) {
                const std::uint64_t half = LightLevels::perCandela / 2;
                return std::uint16_t(
                    std::min<std::uint64_t>((level + half) / LightLevels::perCandela, 0xffff));
            };
            const heif_content_light_level content{candelas(levels.content->brightestPixel),
                                                   candelas(levels.content->brightestMean)};
            heif_image_set_content_light_level(m_image.get(), &content);
        }
        if (levels.display) {
            heif_mastering_display_colour_volume display{};
            const auto corners = inOrderOfVideo(levels.display->corners);
            for (std::size_t i = 0; i < 3; ++i) {
                display.display_primaries_x[i] = corners[2 * i];
                display.display_primaries_y[i] = corners[2 * i + 1];
            }
            display.white_point_x = corners[6];
            display.white_point_y = corners[7];
            display.max_display_mastering_luminance = levels.display->brightest;
            display.min_display_mastering_luminance = levels.display->darkest;
            heif_image_set_mastering_display_colour_volume(m_image.get(), &display);
        }
    }

    bool setOptions()
    {
        m_options.reset(heif_encoding_options_alloc());
        // Numbers stand in HEVC's stream, but libheif leaves them out of the container, where they would
        // trouble old versions of macOS beside a profile. HDR has nothing but these.
        if (m_task.metadata.blocks.colours.hasNumbers())
            m_options->macOS_compatibility_workaround_no_nclx_profile = 0;
        m_coding.hasten(m_encoder.get());
        const bool set = check(heif_encoder_set_lossy_quality(m_encoder.get(), m_task.quality)) &&
                         check(heif_encoder_set_parameter_string(m_encoder.get(), "chroma", "444"));
        return set && (!lossless() || check(heif_encoder_set_lossless(m_encoder.get(), 1)));
    }

    bool lossless() const { return m_task.quality >= 100; }

    std::byte* rowOf(heif_channel channel) const
    {
        int stride = 0;
        std::uint8_t* plane = heif_image_get_plane(m_image.get(), channel, &stride);
        return reinterpret_cast<std::byte*>(plane) + std::ptrdiff_t(m_row) * stride;
    }

    void splitRow(const std::byte* from) const
    {
        const std::size_t sample = m_task.bits > 8 ? 2 : 1;
        std::byte* grey = rowOf(heif_channel_Y);
        std::byte* alpha = rowOf(heif_channel_Alpha);
        for (int x = 0; x < m_task.width; ++x, from += 2 * sample, grey += sample, alpha += sample) {
            std::memcpy(grey, from, sample);
            std::memcpy(alpha, from + sample, sample);
        }
    }

    static heif_error writeBytes(heif_context*, const void* data, std::size_t size, void* user)
    {
        if (static_cast<HeifEncoder*>(user)->m_file.write(data, size))
            return {heif_error_Ok, heif_suberror_Unspecified, ""};
        return {heif_error_Encoding_error, heif_suberror_Cannot_write_output_data,
                "the file cannot be written"};
    }

    bool check(heif_error error)
    {
        m_error = error.code;
        m_message = error.message ? error.message : "";
        return error.code == heif_error_Ok;
    }

    Error failure() const
    {
        if (m_error == heif_error_Memory_allocation_error)
            return tooLargeForMemory(m_coding.format);
        return encoderError(m_file, m_coding.format, m_message);
    }

    const Coding& m_coding;
    Owned<heif_context> m_context;
    Owned<heif_encoder> m_encoder;
    Owned<heif_encoding_options> m_options;
    Owned<heif_image> m_image;
    heif_error_code m_error = heif_error_Ok;
    std::string m_message;
    int m_row = 0;
};

/// Whether this computer's encoder takes pictures of so many bits, by letting it encode one.
bool encodes(const Coding& coding, int bits)
{
    auto file = OutputFile::inMemory();
    if (!file)
        return false;
    constexpr int side = 16;
    const std::vector<std::uint16_t> rows(std::size_t(side * side), std::uint16_t(0));
    HeifEncoder encoder(*file, {.width = side, .height = side, .channels = 1, .bits = bits, .metadata = {}},
                        coding);
    return encoder.begin() && encoder.write(rows.data(), side) && encoder.finish();
}

Status checkEncoder(const Coding& coding, const char* codec, const char* advice)
{
    if (heif_have_encoder_for_format(coding.compression) != 0)
        return {};
    return Error{ErrorKind::Unsupported,
                 std::string("this computer's libheif has no ") + codec + " encoder, so " + coding.format +
                     " cannot be written",
                 {},
                 advice};
}

} // namespace

Status checkAvifEncoder()
{
    return checkEncoder(avif, "AV1", "Install libheif's plugin for aom, or choose JPEG XL or WebP");
}

Status checkHeicEncoder()
{
    return checkEncoder(heic, "HEVC", "Install libheif's plugin for x265, or choose JPEG XL or WebP");
}

int heicBits()
{
    // Distributions build x265 for 8, 10 and 12 bits, for 8 alone, or put another encoder in its place.
    static const int most = encodes(heic, 12) ? 12 : encodes(heic, 10) ? 10 : 8;
    return most;
}

std::unique_ptr<Encoder> makeAvifEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<HeifEncoder>(file, std::move(task), avif);
}

std::unique_ptr<Encoder> makeHeicEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<HeifEncoder>(file, std::move(task), heic);
}

} // namespace enlarger::image
