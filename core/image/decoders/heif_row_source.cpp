// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/heif_row_source.h"

#include "core/image/decoders/heif_boxes.h"
#include "core/image/metadata/film_properties.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

#include <libheif/heif.h>

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

template <auto release>
struct Release
{
    void operator()(auto* object) const { release(object); }
};

using Context = std::unique_ptr<heif_context, Release<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Release<heif_image_handle_release>>;
using Colours = std::unique_ptr<heif_color_profile_nclx, Release<heif_nclx_color_profile_free>>;
using Decoded = std::unique_ptr<heif_image, Release<heif_image_release>>;

/// The main picture and then the others.
std::vector<heif_item_id> picturesOf(heif_context* context)
{
    const int count = heif_context_get_number_of_top_level_images(context);
    std::vector<heif_item_id> pictures(std::size_t(std::clamp(count, 0, 10'000)));
    pictures.resize(std::size_t(
        heif_context_get_list_of_top_level_image_IDs(context, pictures.data(), int(pictures.size()))));
    heif_item_id main = 0;
    if (heif_context_get_primary_image_ID(context, &main).code == heif_error_Ok)
        std::ranges::stable_partition(pictures, [&](heif_item_id picture) { return picture == main; });
    return pictures;
}

class HeifRowSource : public RowSource
{
public:
    HeifRowSource(fs::path file, PhotoFormat format, int page)
        : m_file(std::move(file))
        , m_format(format)
        , m_page(page)
    {}

    Status open()
    {
        m_context.reset(heif_context_alloc());
        heif_context_set_maximum_image_size_limit(m_context.get(), 65535);
        if (Status read = check(heif_context_read_from_file(m_context.get(), m_file.c_str(), nullptr)); !read)
            return read;
        const std::vector<heif_item_id> pictures = picturesOf(m_context.get());
        if (Status known = checkPage(m_file, m_page, std::max(1, int(pictures.size()))); !known)
            return known;
        heif_image_handle* picture = nullptr;
        const heif_error error =
            m_page == 1
                ? heif_context_get_primary_image_handle(m_context.get(), &picture)
                : heif_context_get_image_handle(m_context.get(), pictures[std::size_t(m_page - 1)], &picture);
        if (Status found = check(error); !found)
            return found;
        m_handle.reset(picture);

        m_info.width = heif_image_handle_get_width(picture);
        m_info.height = heif_image_handle_get_height(picture);
        if (Status size = checkSize(m_file, m_info.width, m_info.height); !size)
            return size;
        const double pixels = double(m_info.width) * m_info.height;
        m_deep = heif_image_handle_get_luma_bits_per_pixel(picture) > 8;
        m_info.memory = pixels * (m_deep ? 16 : 8);
        if (Status memory = checkMemory(m_file, m_info.memory); !memory)
            return memory;
        m_info.bits = m_deep ? 16 : 8;
        if (isMonochromeHeif(m_file))
            m_info.model = ColourModel::Grey;
        m_info.alpha = heif_image_handle_has_alpha_channel(picture) != 0;
        m_premultiplied = m_info.alpha && heif_image_handle_is_premultiplied_alpha(picture) != 0;
        m_info.pages = int(pictures.size());
        notePage(m_info, "picture", m_page);
        if (hasFrames(m_file))
            m_info.notes.push_back(firstFrameNote);
        if (hasGainMap(m_file))
            m_info.notes.push_back(gainMapNote);
        readMetadata();
        readColours();
        if (m_page == 1)
            m_info.metadata.lightLevels = heifLightLevels(m_file);
        if (namesFilm(m_info.metadata.xmp) || hasFilmBox(m_file))
            m_info.notes.push_back(filmNote);
        return {};
    }

    Status read(int rows, float* to) override
    {
        if (!m_pixels)
            if (Status decoded = decode(); !decoded)
                return decoded;
        for (; rows > 0; --rows, ++m_y) {
            const std::uint8_t* const row = m_pixels + std::size_t(m_y) * m_stride;
            if (m_deep)
                takeRow(reinterpret_cast<const std::uint16_t*>(row), to);
            else
                takeRow(row, to);
            if (m_premultiplied)
                divideByAlpha(to);
            to += std::size_t(m_info.width) * std::size_t(m_info.channels());
        }
        return {};
    }

private:
    /// Greys are decoded as RGB too: libheif then also stretches video's narrow range.
    template <class T>
    void takeRow(const T* from, float* to) const
    {
        const float largest = float((1 << m_decodedBits) - 1);
        const int step = m_info.alpha ? 4 : 3;
        const int colours = m_info.model == ColourModel::Grey ? 1 : 3;
        for (int x = 0; x < m_info.width; ++x, from += step) {
            for (int c = 0; c < colours; ++c)
                *to++ = float(from[c]) / largest;
            if (m_info.alpha)
                *to++ = float(from[3]) / largest;
        }
    }

    void divideByAlpha(float* to) const
    {
        const int channels = m_info.channels();
        for (int x = 0; x < m_info.width; ++x, to += channels)
            if (const float alpha = to[channels - 1]; alpha > 0.0f)
                for (int c = 0; c < channels - 1; ++c)
                    to[c] = std::min(to[c] / alpha, 1.0f);
    }

    Status check(const heif_error& error) const
    {
        if (error.code == heif_error_Ok)
            return {};
        const std::string words = error.message ? error.message : "";
        if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
            return cannotDecode(m_file, formatName(m_format), words);
        return damaged(m_file, formatName(m_format), words);
    }

    void readMetadata()
    {
        const int count = heif_image_handle_get_number_of_metadata_blocks(m_handle.get(), nullptr);
        std::vector<heif_item_id> ids(std::size_t(std::clamp(count, 0, 1000)));
        ids.resize(std::size_t(heif_image_handle_get_list_of_metadata_block_IDs(
            m_handle.get(), nullptr, ids.data(), int(ids.size()))));
        for (const heif_item_id id : ids) {
            const std::string_view type = heif_image_handle_get_metadata_type(m_handle.get(), id);
            const std::string_view content = heif_image_handle_get_metadata_content_type(m_handle.get(), id);
            Bytes data(heif_image_handle_get_metadata_size(m_handle.get(), id));
            if (data.empty() || data.size() > largestMetadata ||
                heif_image_handle_get_metadata(m_handle.get(), id, data.data()).code != heif_error_Ok)
                continue;
            if (type == "Exif" && m_info.metadata.exif.empty())
                m_info.metadata.exif = exifBlock(data);
            else if (type == "mime" && content == "application/rdf+xml" && m_info.metadata.xmp.empty())
                m_info.metadata.xmp = xmpPacket(data);
        }
    }

    void readColours()
    {
        const std::size_t size = heif_image_handle_get_raw_color_profile_size(m_handle.get());
        if (size > 0 && size <= largestMetadata) {
            Bytes profile(size);
            if (heif_image_handle_get_raw_color_profile(m_handle.get(), profile.data()).code == heif_error_Ok)
                m_info.metadata.icc = std::move(profile);
            return;
        }
        heif_color_profile_nclx* raw = nullptr;
        const heif_error error = heif_image_handle_get_nclx_color_profile(m_handle.get(), &raw);
        const Colours nclx(raw); // given even where its numbers are refused
        if (error.code != heif_error_Ok || !nclx)
            return;
        ColourClaim claim; // the range is libheif's matter
        claim.source = "nclx";
        claim.primaries = int(nclx->color_primaries);
        claim.transfer = int(nclx->transfer_characteristics);
        m_info.colourClaims.push_back(std::move(claim));
    }

    Status decode()
    {
        const heif_chroma chroma =
            m_deep ? (m_info.alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE)
                   : (m_info.alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
        heif_image* image = nullptr;
        const heif_error error =
            heif_decode_image(m_handle.get(), &image, heif_colorspace_RGB, chroma, nullptr);
        m_decoded.reset(image);
        if (Status decoded = check(error); !decoded)
            return decoded;
        if (heif_image_get_width(image, heif_channel_interleaved) != m_info.width ||
            heif_image_get_height(image, heif_channel_interleaved) != m_info.height)
            return damaged(m_file, formatName(m_format),
                           "the decoded picture is not of the size that the file says");
        int stride = 0;
        m_pixels = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
        m_stride = std::size_t(stride);
        m_decodedBits = m_deep ? heif_image_get_bits_per_pixel_range(image, heif_channel_interleaved) : 8;
        if (!m_pixels || m_decodedBits < 8 || m_decodedBits > 16)
            return damaged(m_file, formatName(m_format), "no pixels");
        return {};
    }

    fs::path m_file;
    PhotoFormat m_format;
    int m_page; // from 1, which is the main picture
    Context m_context;
    Handle m_handle;
    Decoded m_decoded;
    const std::uint8_t* m_pixels = nullptr; // of m_decoded
    std::size_t m_stride = 0;               // bytes
    int m_decodedBits = 8;
    bool m_deep = false;
    bool m_premultiplied = false;
    int m_y = 0;
};

} // namespace

OpenedSource openHeif(const fs::path& file, PhotoFormat format, int page)
{
    auto source = std::make_unique<HeifRowSource>(file, format, page);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
