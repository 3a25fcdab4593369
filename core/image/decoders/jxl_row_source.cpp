// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/jxl_row_source.h"

#include "core/image/decoders/jxl_decoding.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"
#include "core/image/pixels/sample_rows.h"

#include <jxl/thread_parallel_runner.h>

#include <new>
#include <optional>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

struct DestroyRunner
{
    void operator()(void* runner) const { JxlThreadParallelRunnerDestroy(runner); }
};

/// The primaries' number in H.273; 0: they have none. JPEG XL counts the white point apart.
int primariesOf(const JxlColorEncoding& colours)
{
    constexpr int bt709 = 1, bt2020 = 9, dciP3 = 11, displayP3 = 12;
    if (colours.white_point == JXL_WHITE_POINT_DCI && colours.primaries == JXL_PRIMARIES_P3)
        return dciP3;
    if (colours.white_point != JXL_WHITE_POINT_D65)
        return 0;
    if (colours.color_space == JXL_COLOR_SPACE_GRAY || colours.primaries == JXL_PRIMARIES_SRGB)
        return bt709;
    return colours.primaries == JXL_PRIMARIES_2100 ? bt2020
           : colours.primaries == JXL_PRIMARIES_P3 ? displayP3
                                                   : 0;
}

/// The colours that the header names, where H.273 has numbers for them, which JPEG XL then shares. Not
/// BT.709's curve: JPEG XL means the curve itself, and libjxl has a profile of it.
std::optional<ColourClaim> claimOf(const JxlColorEncoding& colours)
{
    ColourClaim claim;
    claim.source = "JPEG XL header";
    claim.primaries = primariesOf(colours);
    claim.transfer = int(colours.transfer_function);
    const bool isShared =
        claim.transfer == JXL_TRANSFER_FUNCTION_LINEAR || claim.transfer == JXL_TRANSFER_FUNCTION_SRGB ||
        claim.transfer == JXL_TRANSFER_FUNCTION_PQ || claim.transfer == JXL_TRANSFER_FUNCTION_DCI ||
        claim.transfer == JXL_TRANSFER_FUNCTION_HLG;
    return isShared && claim.primaries != 0 ? std::optional(claim) : std::nullopt;
}

constexpr JxlColorEncoding greySrgb{.color_space = JXL_COLOR_SPACE_GRAY,
                                    .white_point = JXL_WHITE_POINT_D65,
                                    .primaries = JXL_PRIMARIES_SRGB,
                                    .transfer_function = JXL_TRANSFER_FUNCTION_SRGB,
                                    .rendering_intent = JXL_RENDERING_INTENT_RELATIVE};

class JxlRowSource : public RowSource
{
public:
    explicit JxlRowSource(fs::path file)
        : m_file(std::move(file))
    {}

    Status open()
    {
        JxlStream stream(m_file, JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_BOX);
        JxlBoxes boxes(stream.decoder());
        bool coloured = false;
        while (true) {
            const JxlDecoderStatus event = stream.next();
            if (event == JXL_DEC_BASIC_INFO) {
                if (Status basics = readBasics(stream.decoder()); !basics)
                    return basics;
            } else if (event == JXL_DEC_COLOR_ENCODING) {
                readColours(stream.decoder());
                coloured = true;
            } else if (event == JXL_DEC_BOX || event == JXL_DEC_BOX_NEED_MORE_OUTPUT) {
                if (!boxes.handle(event))
                    break;
            } else {
                boxes.end(event == JXL_DEC_SUCCESS);
                break; // a bare codestream ends here too, wanting the pixels that we did not ask for
            }
        }
        if (!coloured)
            return broken();
        m_sampleSize = m_format.data_type == JXL_TYPE_UINT8    ? 1
                       : m_format.data_type == JXL_TYPE_UINT16 ? 2
                                                               : 4;
        // libjxl works with floats of its own beside our buffer.
        m_info.memory = double(m_info.width) * m_info.height * m_info.channels() * double(m_sampleSize + 8);
        m_info.metadata.exif = exifBlock(boxes.exif);
        m_info.metadata.xmp = xmpPacket(boxes.xmp);
        return {};
    }

    Status read(int rows, float* to) override
    {
        if (m_pixels.empty())
            if (Status decoded = decode(); !decoded)
                return decoded;
        const std::size_t samples = std::size_t(m_info.width) * std::size_t(m_info.channels());
        for (; rows > 0; --rows, ++m_y, to += samples) {
            const std::uint8_t* const row = m_pixels.data() + std::size_t(m_y) * samples * m_sampleSize;
            const auto run = [&](const auto* from) { rowToFloats(from, samples, 1, 1, -1, to); };
            if (m_format.data_type == JXL_TYPE_UINT8)
                run(row);
            else if (m_format.data_type == JXL_TYPE_UINT16)
                run(reinterpret_cast<const std::uint16_t*>(row));
            else
                run(reinterpret_cast<const float*>(row));
        }
        return {};
    }

private:
    Error broken() const { return damaged(m_file, "JPEG XL", ""); }

    Status readBasics(JxlDecoder* decoder)
    {
        JxlBasicInfo basics;
        if (JxlDecoderGetBasicInfo(decoder, &basics) != JXL_DEC_SUCCESS)
            return broken();
        if (Status size = checkSize(m_file, basics.xsize, basics.ysize); !size)
            return size;
        m_info.width = int(basics.xsize);
        m_info.height = int(basics.ysize);
        m_info.model = basics.num_color_channels == 1 ? ColourModel::Grey : ColourModel::Rgb;
        m_info.alpha = basics.alpha_bits > 0;
        m_info.bits = basics.bits_per_sample > 8 ? 16 : 8;
        m_info.floating = basics.exponent_bits_per_sample > 0;
        m_keepsValues = basics.uses_original_profile;
        for (std::uint32_t i = 0; i < basics.num_extra_channels; ++i) {
            JxlExtraChannelInfo extra;
            if (JxlDecoderGetExtraChannelInfo(decoder, i, &extra) == JXL_DEC_SUCCESS &&
                extra.type == JXL_CHANNEL_BLACK)
                return Error{ErrorKind::Unsupported, "CMYK is not read from JPEG XL", m_file,
                             "Save it as TIFF"};
        }
        if (basics.num_extra_channels > (m_info.alpha ? 1u : 0u))
            m_info.notes.push_back("Channels other than colour and transparency were left out");
        if (basics.have_animation)
            m_info.notes.push_back(firstFrameNote);

        m_format = {std::uint32_t(m_info.channels()), JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
        if (m_info.floating || basics.bits_per_sample > 16)
            m_format.data_type = JXL_TYPE_FLOAT;
        else if (m_info.bits == 16)
            m_format.data_type = JXL_TYPE_UINT16;
        return {};
    }

    /// Lossy pictures are stored in a colour space of JPEG XL's own. libjxl can turn that into the named
    /// spaces, but not into a profile: then it gives linear light, which we bring into the profile.
    void readColours(JxlDecoder* decoder)
    {
        JxlColorEncoding original{};
        const bool named =
            JxlDecoderGetColorAsEncodedProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL,
                                               &original) == JXL_DEC_SUCCESS;
        const bool grey = m_info.model == ColourModel::Grey;
        m_preferGrey = !m_keepsValues && !named && grey;
        if (m_preferGrey)
            return;
        if (auto claim = named ? claimOf(original) : std::nullopt) {
            m_info.colourClaims.push_back(std::move(*claim));
            return;
        }
        std::size_t size = 0;
        Bytes& icc = m_info.metadata.icc;
        if (JxlDecoderGetICCProfileSize(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL, &size) ==
                JXL_DEC_SUCCESS &&
            size <= largestMetadata) {
            icc.resize(size);
            if (JxlDecoderGetColorAsICCProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL,
                                               icc.data(), size) != JXL_DEC_SUCCESS)
                icc.clear();
        }
        if (!m_keepsValues && !named) {
            m_info.linear = true;
            m_format.data_type = JXL_TYPE_FLOAT;
        }
    }

    Status decode()
    {
        const std::size_t samples =
            std::size_t(m_info.width) * std::size_t(m_info.height) * std::size_t(m_info.channels());
        if (Status memory = checkMemory(m_file, m_info.memory); !memory)
            return memory;
        const std::unique_ptr<void, DestroyRunner> runner(
            JxlThreadParallelRunnerCreate(nullptr, JxlThreadParallelRunnerDefaultNumWorkerThreads()));
        JxlStream stream(m_file, JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
        JxlDecoderSetParallelRunner(stream.decoder(), JxlThreadParallelRunner, runner.get());
        JxlDecoderSetUnpremultiplyAlpha(stream.decoder(), JXL_TRUE);
        Bytes pixels;
        while (true) {
            const JxlDecoderStatus event = stream.next();
            if (event == JXL_DEC_COLOR_ENCODING) {
                if (m_preferGrey)
                    JxlDecoderSetPreferredColorProfile(stream.decoder(), &greySrgb);
            } else if (event == JXL_DEC_NEED_IMAGE_OUT_BUFFER) {
                std::size_t size = 0;
                if (JxlDecoderImageOutBufferSize(stream.decoder(), &m_format, &size) != JXL_DEC_SUCCESS ||
                    size != samples * m_sampleSize)
                    return broken();
                pixels.resize(size);
                if (JxlDecoderSetImageOutBuffer(stream.decoder(), &m_format, pixels.data(), size) !=
                    JXL_DEC_SUCCESS)
                    return broken();
            } else if (event == JXL_DEC_FULL_IMAGE) {
                m_pixels = std::move(pixels); // of an animation the first frame
                return {};
            } else {
                return broken();
            }
        }
    }

    fs::path m_file;
    JxlPixelFormat m_format{};
    bool m_keepsValues = true; // the values that were encoded, in the original's profile
    bool m_preferGrey = false;
    Bytes m_pixels; // the whole picture, once decoded
    std::size_t m_sampleSize = 1;
    int m_y = 0;
};

} // namespace

OpenedSource openJxl(const fs::path& file)
{
    auto source = std::make_unique<JxlRowSource>(file);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
