// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raw_file.h"
#include "core/image/decoders/raw_row_source.h"
#include "core/image/decoders/turned_row_source.h"
#include "core/image/decoders/vips_runtime.h"
#include "core/image/photo/read_limits.h"
#include "core/image/pixels/sample_rows.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr int leastSide = 160; // pixels; smaller ones are no picture of anything

/// 8 bits, RGB.
struct Preview
{
    Bytes rgb;
    int width = 0;
    int height = 0;
};

Error none(const std::filesystem::path& file)
{
    return Error{ErrorKind::Unsupported, "this RAW carries no preview", file, {}};
}

/// A JPEG made smaller by 2, 4 or 8 while it is decoded, in sRGB.
std::optional<Preview> decoded(const libraw_thumbnail_t& thumbnail, int longest)
{
    int shrink = 1;
    while (shrink < 8 && std::max<int>(thumbnail.twidth, thumbnail.theight) / (2 * shrink) >= longest)
        shrink *= 2;
    VipsImage* loaded = nullptr;
    if (vips_jpegload_buffer(thumbnail.thumb, thumbnail.tlength, &loaded, "shrink", shrink, nullptr))
        return std::nullopt;
    const VipsPtr<VipsImage> jpeg(loaded);
    VipsImage* converted = nullptr;
    if (vips_colourspace(jpeg.get(), &converted, VIPS_INTERPRETATION_sRGB, nullptr))
        return std::nullopt;
    const VipsPtr<VipsImage> picture(converted);
    if (picture->Bands != 3 || picture->BandFmt != VIPS_FORMAT_UCHAR)
        return std::nullopt;
    std::size_t size = 0;
    auto* const pixels = static_cast<std::uint8_t*>(vips_image_write_to_memory(picture.get(), &size));
    if (!pixels)
        return std::nullopt;
    Preview preview{Bytes(pixels, pixels + size), picture->Xsize, picture->Ysize};
    g_free(pixels);
    return preview;
}

std::optional<Preview> previewOf(const libraw_thumbnail_t& thumbnail, int longest)
{
    if (std::max(thumbnail.twidth, thumbnail.theight) < leastSide || !thumbnail.thumb)
        return std::nullopt;
    if (thumbnail.tformat == LIBRAW_THUMBNAIL_JPEG)
        return decoded(thumbnail, longest);
    const std::size_t size = std::size_t(thumbnail.twidth) * thumbnail.theight * 3;
    if (thumbnail.tformat != LIBRAW_THUMBNAIL_BITMAP || thumbnail.tlength < size)
        return std::nullopt;
    const auto* const pixels = reinterpret_cast<const std::uint8_t*>(thumbnail.thumb);
    return Preview{Bytes(pixels, pixels + size), thumbnail.twidth, thumbnail.theight};
}

class RawPreviewSource : public RowSource
{
public:
    RawPreviewSource(Preview preview, int orientation)
        : m_preview(std::move(preview))
        , m_orientation(orientation)
    {
        m_info.width = orientation > 4 ? m_preview.height : m_preview.width;
        m_info.height = orientation > 4 ? m_preview.width : m_preview.height;
        m_info.memory = double(m_preview.rgb.size());
    }

    Status read(int rows, float* to) override
    {
        for (; rows > 0; --rows, ++m_y)
            for (int x = 0; x < m_info.width; ++x) {
                const auto [column, row] =
                    storedPlace(m_orientation, m_preview.width, m_preview.height, x, m_y);
                const std::size_t at =
                    3 * (std::size_t(row) * std::size_t(m_preview.width) + std::size_t(column));
                for (std::size_t c = 0; c < 3; ++c)
                    *to++ = sampleToFloat(m_preview.rgb[at + c]);
            }
        return {};
    }

private:
    Preview m_preview;
    int m_orientation;
    int m_y = 0;
};

} // namespace

OpenedSource openRawPreview(const std::filesystem::path& file, int quarters, int longest)
{
    if (Status started = startVips(); !started)
        return std::move(started).error();
    auto raw = RawFile::open(file);
    if (!raw)
        return std::move(raw).error();
    RawFile& opened = **raw;
    if (opened.library().unpack_thumb() != LIBRAW_SUCCESS)
        return none(file);
    auto preview = previewOf(opened.data().thumbnail, longest);
    takeVipsError();
    if (!preview)
        return none(file);
    return std::unique_ptr<RowSource>(std::make_unique<RawPreviewSource>(
        std::move(*preview), turnedOrientation(opened.orientation(), quarters)));
}

} // namespace enlarger::image
