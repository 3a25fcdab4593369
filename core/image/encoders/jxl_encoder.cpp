// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/made_profile.h"
#include "core/image/encoders/encoder_table.h"

#include <cstddef>
#include <cstring>
#include <jxl/encode_cxx.h>
#include <jxl/thread_parallel_runner_cxx.h>
#include <new>
#include <optional>

namespace enlarger::image {

namespace {

/// The numbers of H.273 in JPEG XL's own words; nothing where it has none for them.
std::optional<JxlColorEncoding> encodingOf(const EncoderTask& task)
{
    const ColourDescription& colours = task.metadata.blocks.colours;
    JxlColorEncoding encoding;
    JxlColorEncodingSetToSRGB(&encoding, task.isGrey());
    switch (colours.primaries) {
    case 1:
    case ColourDescription::unspecified:
        break;
    case 9:
        encoding.primaries = JXL_PRIMARIES_2100;
        break;
    case 11:
        encoding.white_point = JXL_WHITE_POINT_DCI;
        encoding.primaries = JXL_PRIMARIES_P3;
        break;
    case 12:
        encoding.primaries = JXL_PRIMARIES_P3;
        break;
    default:
        return std::nullopt;
    }
    switch (colours.transfer) {
    case JXL_TRANSFER_FUNCTION_LINEAR:
    case JXL_TRANSFER_FUNCTION_SRGB:
    case JXL_TRANSFER_FUNCTION_PQ:
    case JXL_TRANSFER_FUNCTION_DCI:
    case JXL_TRANSFER_FUNCTION_HLG:
        encoding.transfer_function = JxlTransferFunction(colours.transfer);
        return encoding;
    default:
        return std::nullopt;
    }
}

JxlBasicInfo basicInfo(const EncoderTask& task)
{
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = std::uint32_t(task.width);
    info.ysize = std::uint32_t(task.height);
    info.bits_per_sample = std::uint32_t(task.bits);
    info.num_color_channels = task.isGrey() ? 1 : 3;
    info.num_extra_channels = task.hasAlpha() ? 1 : 0;
    info.alpha_bits = task.hasAlpha() ? std::uint32_t(task.bits) : 0;
    // Else a profile comes back as another one: libjxl goes over to its own colour space.
    info.uses_original_profile =
        task.quality >= 100 || !task.metadata.blocks.icc.empty() || task.metadata.blocks.colours.hasNumbers();
    return info;
}

/// libjxl's own scale is a distance, where 1 is barely visible; this is how its tools read a quality.
float distanceOf(int quality)
{
    if (quality >= 100)
        return 0.0f;
    if (quality >= 30)
        return 0.1f + float(100 - quality) * 0.09f;
    return 53.0f / 3000.0f * float(quality * quality) - 23.0f / 20.0f * float(quality) + 25.0f;
}

class JxlWriter : public Encoder
{
public:
    using Encoder::Encoder;

    Status begin() override
    {
        m_pixels.reset(new (std::nothrow) std::byte[m_task.bytesPerRow() * std::size_t(m_task.height)]);
        if (!m_pixels)
            return tooLargeForMemory("JPEG XL");
        return {};
    }

    Status write(const void* samples, int rows) override
    {
        const std::size_t size = m_task.bytesPerRow() * std::size_t(rows);
        std::memcpy(m_pixels.get() + m_filled, samples, size);
        m_filled += size;
        return {};
    }

    Status finish() override
    {
        m_encoder = JxlEncoderMake(nullptr);
        m_threads = JxlThreadParallelRunnerMake(nullptr, JxlThreadParallelRunnerDefaultNumWorkerThreads());
        if (!m_encoder || !m_threads)
            return tooLargeForMemory("JPEG XL");
        if (!setUp() || !addBoxes() || !addPicture())
            return failure();
        return drain();
    }

private:
    static bool good(JxlEncoderStatus status) { return status == JXL_ENC_SUCCESS; }

    bool setUp()
    {
        const JxlBasicInfo info = basicInfo(m_task);
        Bytes icc = m_task.metadata.blocks.icc;
        if (!good(JxlEncoderSetParallelRunner(m_encoder.get(), JxlThreadParallelRunner, m_threads.get())) ||
            !good(JxlEncoderSetBasicInfo(m_encoder.get(), &info)))
            return false;
        if (const auto encoding = encodingOf(m_task))
            return good(JxlEncoderSetColorEncoding(m_encoder.get(), &*encoding));
        if (icc.empty() && m_task.metadata.blocks.colours.isHdr()) // of primaries that JPEG XL does not name
            icc = makeProfile(m_task.metadata.blocks.colours, m_task.isGrey());
        if (!icc.empty())
            return good(JxlEncoderSetICCProfile(m_encoder.get(), icc.data(), icc.size()));
        JxlColorEncoding srgb;
        JxlColorEncodingSetToSRGB(&srgb, m_task.isGrey());
        return good(JxlEncoderSetColorEncoding(m_encoder.get(), &srgb));
    }

    bool addBoxes()
    {
        const Bytes& exif = m_task.metadata.blocks.exif;
        const Bytes& xmp = m_task.metadata.blocks.xmp;
        bool added = exif.empty() && xmp.empty() ? true : good(JxlEncoderUseBoxes(m_encoder.get()));
        if (!exif.empty()) {
            Bytes box(4); // the TIFF header's offset: 0
            box.insert(box.end(), exif.begin(), exif.end());
            added =
                added && good(JxlEncoderAddBox(m_encoder.get(), "Exif", box.data(), box.size(), JXL_FALSE));
        }
        if (!xmp.empty())
            added =
                added && good(JxlEncoderAddBox(m_encoder.get(), "xml ", xmp.data(), xmp.size(), JXL_FALSE));
        return added;
    }

    bool addPicture()
    {
        JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(m_encoder.get(), nullptr);
        const bool lossless = m_task.quality >= 100;
        // In the original colours, which libjxl does not weigh by how well they are seen, a distance is about
        // twice as strict as in its own.
        const bool original = basicInfo(m_task).uses_original_profile;
        const float distance = distanceOf(m_task.quality) * (original ? 2.0f : 1.0f);
        if (!settings || !good(JxlEncoderSetFrameDistance(settings, distance)) ||
            !good(JxlEncoderSetFrameLossless(settings, lossless)) ||
            !good(JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, lossless ? 2 : 5)))
            return false;
        const JxlPixelFormat format = {std::uint32_t(m_task.channels),
                                       m_task.bits > 8 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN,
                                       0};
        const bool added = good(JxlEncoderAddImageFrame(settings, &format, m_pixels.get(), m_filled));
        m_pixels.reset(); // libjxl has made its own copy
        JxlEncoderCloseInput(m_encoder.get());
        return added;
    }

    Status drain()
    {
        Bytes buffer(1 << 20);
        for (;;) {
            std::uint8_t* next = buffer.data();
            std::size_t room = buffer.size();
            const JxlEncoderStatus status = JxlEncoderProcessOutput(m_encoder.get(), &next, &room);
            if (status == JXL_ENC_ERROR || !m_file.write(buffer.data(), buffer.size() - room))
                return failure();
            if (status == JXL_ENC_SUCCESS)
                return {};
        }
    }

    Error failure() const
    {
        const JxlEncoderError error = JxlEncoderGetError(m_encoder.get());
        if (error == JXL_ENC_ERR_OOM)
            return tooLargeForMemory("JPEG XL");
        return encoderError(m_file, "JPEG XL", "error " + std::to_string(int(error)));
    }

    std::unique_ptr<std::byte[]> m_pixels;
    std::size_t m_filled = 0; // bytes
    JxlThreadParallelRunnerPtr m_threads;
    JxlEncoderPtr m_encoder; // after the threads, which it uses to its end
};

} // namespace

std::unique_ptr<Encoder> makeJxlEncoder(OutputFile& file, EncoderTask task)
{
    return std::make_unique<JxlWriter>(file, std::move(task));
}

} // namespace enlarger::image
