// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG XL and HEIF, made with their own libraries, since libvips writes neither orientation nor most
// metadata.
#include "tests/core/image/made_files.h"

#include <jxl/encode.h>
#include <libheif/heif.h>

#include <cmath>
#include <cstring>
#include <memory>

namespace enlarger::tests {

namespace {

struct JxlFree
{
    void operator()(JxlEncoder* encoder) const { JxlEncoderDestroy(encoder); }
};

/// The offset that stands before EXIF in both containers.
Bytes withOffset(const Bytes& exif)
{
    Bytes box(4);
    box.insert(box.end(), exif.begin(), exif.end());
    return box;
}

} // namespace

bool writeJxl(const std::filesystem::path& file, const Image& picture, const MadeJxl& made)
{
    const std::unique_ptr<JxlEncoder, JxlFree> encoder(JxlEncoderCreate(nullptr));
    JxlEncoder* const e = encoder.get();
    JxlEncoderUseContainer(e, JXL_TRUE);
    if (!made.exif.empty() || !made.xmp.empty())
        JxlEncoderUseBoxes(e);
    const bool grey = picture.channels() <= 2;
    const bool alpha = picture.channels() % 2 == 0;
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = std::uint32_t(picture.width());
    info.ysize = std::uint32_t(picture.height());
    info.bits_per_sample = made.floating ? 32 : std::uint32_t(made.bits);
    info.exponent_bits_per_sample = made.floating ? 8 : 0;
    info.num_color_channels = grey ? 1 : 3;
    info.num_extra_channels = alpha ? 1 : 0;
    info.alpha_bits = alpha ? info.bits_per_sample : 0;
    info.alpha_exponent_bits = alpha ? info.exponent_bits_per_sample : 0;
    info.uses_original_profile = made.lossless;
    info.orientation = JxlOrientation(made.orientation);
    if (JxlEncoderSetBasicInfo(e, &info) != JXL_ENC_SUCCESS)
        return false;
    JxlColorEncoding srgb;
    JxlColorEncodingSetToSRGB(&srgb, grey);
    if ((made.icc.empty() ? JxlEncoderSetColorEncoding(e, &srgb)
                          : JxlEncoderSetICCProfile(e, made.icc.data(), made.icc.size())) != JXL_ENC_SUCCESS)
        return false;
    if (!made.exif.empty()) {
        const Bytes box = withOffset(made.exif);
        JxlEncoderAddBox(e, "Exif", box.data(), box.size(), made.boxesPacked);
    }
    if (!made.xmp.empty())
        JxlEncoderAddBox(e, "xml ", made.xmp.data(), made.xmp.size(), made.boxesPacked);
    JxlEncoderFrameSettings* const settings = JxlEncoderFrameSettingsCreate(e, nullptr);
    if (made.lossless)
        JxlEncoderSetFrameLossless(settings, JXL_TRUE);
    else
        JxlEncoderSetFrameDistance(settings, 0.1f);
    const JxlPixelFormat format{std::uint32_t(picture.channels()),
                                made.floating ? JXL_TYPE_FLOAT : JXL_TYPE_UINT16, JXL_NATIVE_ENDIAN, 0};
    // libjxl takes 16-bit input over its full range, whatever depth it stores
    std::vector<std::uint16_t> samples(picture.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = std::uint16_t(std::lround(picture.data()[i] * 65535.0f));
    const void* const data = made.floating ? static_cast<const void*>(picture.data()) : samples.data();
    const std::size_t size = picture.size() * (made.floating ? sizeof(float) : sizeof(std::uint16_t));
    if (JxlEncoderAddImageFrame(settings, &format, data, size) != JXL_ENC_SUCCESS)
        return false;
    JxlEncoderCloseInput(e);
    Bytes out(1 << 22);
    std::uint8_t* next = out.data();
    std::size_t left = out.size();
    if (JxlEncoderProcessOutput(e, &next, &left) != JXL_ENC_SUCCESS)
        return false;
    out.resize(out.size() - left);
    writeBytes(file, out);
    return true;
}

namespace {

/// Adds the picture to the file that is being made; null where that fails.
heif_image_handle* encodeHeif(heif_context* context, heif_encoder* encoder, const Image& picture,
                              const MadeHeif& made)
{
    const bool alpha = picture.channels() == 4;
    const bool grey = picture.channels() == 1; // 8 bits only
    const bool deep = made.bits > 8;
    heif_image* imageRaw = nullptr;
    const heif_chroma chroma =
        deep ? (alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE)
             : (alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
    heif_image_create(picture.width(), picture.height(),
                      grey ? heif_colorspace_monochrome : heif_colorspace_RGB,
                      grey ? heif_chroma_monochrome : chroma, &imageRaw);
    const std::unique_ptr<heif_image, decltype(&heif_image_release)> image(imageRaw, heif_image_release);
    const heif_channel channel = grey ? heif_channel_Y : heif_channel_interleaved;
    heif_image_add_plane(imageRaw, channel, picture.width(), picture.height(), made.bits);
    int stride = 0;
    std::uint8_t* const plane = heif_image_get_plane(imageRaw, channel, &stride);
    const float largest = float((1 << made.bits) - 1);
    for (int y = 0; y < picture.height(); ++y) {
        std::uint8_t* to = plane + std::ptrdiff_t(y) * stride;
        for (const float v : picture.row(y)) {
            const auto value = unsigned(std::lround(v * largest));
            *to++ = std::uint8_t(value);
            if (deep)
                *to++ = std::uint8_t(value >> 8);
        }
    }
    if (!made.icc.empty())
        heif_image_set_raw_color_profile(imageRaw, "prof", made.icc.data(), made.icc.size());
    if (made.primaries) {
        heif_color_profile_nclx* const nclx = heif_nclx_color_profile_alloc();
        heif_nclx_color_profile_set_color_primaries(nclx, std::uint16_t(made.primaries));
        heif_nclx_color_profile_set_transfer_characteristics(nclx, 13);
        heif_nclx_color_profile_set_matrix_coefficients(nclx, 6);
        nclx->full_range_flag = 1;
        heif_image_set_nclx_color_profile(imageRaw, nclx);
        heif_nclx_color_profile_free(nclx);
    }
    heif_encoding_options* const options = heif_encoding_options_alloc();
    options->image_orientation = heif_orientation(made.orientation);
    heif_image_handle* handle = nullptr;
    const heif_error encoded = heif_context_encode_image(context, imageRaw, encoder, options, &handle);
    heif_encoding_options_free(options);
    return encoded.code ? nullptr : handle;
}

} // namespace

bool writeHeif(const std::filesystem::path& file, const Image& picture, const MadeHeif& made)
{
    const std::unique_ptr<heif_context, decltype(&heif_context_free)> context(heif_context_alloc(),
                                                                              heif_context_free);
    heif_encoder* encoderRaw = nullptr;
    if (heif_context_get_encoder_for_format(
            context.get(), made.avif ? heif_compression_AV1 : heif_compression_HEVC, &encoderRaw)
            .code)
        return false;
    const std::unique_ptr<heif_encoder, decltype(&heif_encoder_release)> encoder(encoderRaw,
                                                                                 heif_encoder_release);
    heif_encoder_set_lossy_quality(encoderRaw, 100);
    heif_encoder_set_parameter_string(encoderRaw, "chroma", "444");

    heif_image_handle* const handle = encodeHeif(context.get(), encoderRaw, picture, made);
    if (!handle)
        return false;
    for (const Image& further : made.further) {
        heif_image_handle* const other = encodeHeif(context.get(), encoderRaw, further, made);
        if (!other)
            return false;
        heif_image_handle_release(other);
    }
    if (!made.itemType.empty()) {
        const char data[] = "any data";
        heif_context_add_generic_metadata(context.get(), handle, data, sizeof data, made.itemType.c_str(),
                                          nullptr);
    }
    if (!made.exif.empty())
        heif_context_add_exif_metadata(context.get(), handle, made.exif.data(), int(made.exif.size()));
    if (!made.xmp.empty())
        heif_context_add_XMP_metadata(context.get(), handle, made.xmp.data(), int(made.xmp.size()));
    heif_image_handle_release(handle);
    return heif_context_write_to_file(context.get(), file.c_str()).code == heif_error_Ok;
}

} // namespace enlarger::tests
