// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/vips_row_source.h"

#include "core/image/decoders/gif_extensions.h"
#include "core/image/decoders/jp2_boxes.h"
#include "core/image/decoders/jpeg_segments.h"
#include "core/image/decoders/png_chunks.h"
#include "core/image/decoders/png_colours.h"
#include "core/image/decoders/turned_row_source.h"
#include "core/image/decoders/vips_layout.h"
#include "core/image/decoders/vips_runtime.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

VipsPtr<VipsImage> load(const fs::path& file, PhotoFormat format, int page, VipsAccess access)
{
    // As a source, not by name: "photo.jpg[page=2]" is a name too and no list of options.
    const VipsPtr<VipsSource> source(vips_source_new_from_file(file.c_str()));
    if (!source)
        return nullptr;
    VipsImage* image = nullptr;
    const auto call = [&](auto loader, VipsFailOn failOn) {
        return loader(source.get(), &image, "access", access, "fail_on", failOn, nullptr);
    };
    const auto callPaged = [&](auto loader) {
        return loader(source.get(), &image, "access", access, "fail_on", VIPS_FAIL_ON_ERROR, "page", page - 1,
                      nullptr);
    };
    int failed = 0;
    switch (format) {
    case PhotoFormat::Jpeg:
        failed = call(vips_jpegload_source, VIPS_FAIL_ON_ERROR);
        break;
    case PhotoFormat::Png: // from ERROR on, libvips no longer looks at PNG's checksums
        failed = call(vips_pngload_source, VIPS_FAIL_ON_TRUNCATED);
        break;
    case PhotoFormat::Tiff:
        failed = callPaged(vips_tiffload_source);
        break;
    case PhotoFormat::Jp2:
        failed = call(vips_jp2kload_source, VIPS_FAIL_ON_ERROR);
        break;
    case PhotoFormat::WebP:
        failed = callPaged(vips_webpload_source);
        break;
    default:
        failed = callPaged(vips_gifload_source);
        break;
    }
    return failed ? nullptr : VipsPtr<VipsImage>(image);
}

Bytes blob(VipsImage* image, const char* name)
{
    const void* data = nullptr;
    std::size_t size = 0;
    if (!vips_image_get_typeof(image, name) || vips_image_get_blob(image, name, &data, &size) || !data)
        return {};
    const auto* const bytes = static_cast<const std::uint8_t*>(data);
    return Bytes(bytes, bytes + size);
}

VipsPtr<VipsImage> turned(VipsPtr<VipsImage> image, int orientation)
{
    VipsImage* marked = nullptr;
    if (vips_copy(image.get(), &marked, nullptr))
        return nullptr;
    const VipsPtr<VipsImage> holder(marked);
    vips_image_set_int(marked, VIPS_META_ORIENTATION, orientation);
    VipsImage* upright = nullptr;
    if (vips_autorot(marked, &upright, nullptr))
        return nullptr;
    return VipsPtr<VipsImage>(upright);
}

class VipsRowSource : public RowSource
{
public:
    VipsRowSource(fs::path file, PhotoFormat format, int quarters, int page)
        : m_file(std::move(file))
        , m_format(format)
        , m_quarters(quarters)
        , m_page(page)
    {}

    Status open()
    {
        if (Status known = checkFrame(); !known)
            return known;
        m_image = load(m_file, m_format, m_page, VIPS_ACCESS_SEQUENTIAL);
        if (!m_image)
            return broken();
        if (Status size = checkSize(m_file, m_image->Xsize, m_image->Ysize); !size)
            return size;
        readHeader();
        constexpr int mostScans = 500; // programs make some ten
        if (m_scans > mostScans)
            return Error{ErrorKind::Unsupported,
                         fmt::format("the JPEG comes in {} passes, more than are read", m_scans), m_file,
                         "Save it again as a baseline JPEG"};
        auto layout = VipsLayout::make(m_image.get(), m_format, m_tiff ? &*m_tiff : nullptr, m_info, m_file);
        if (!layout)
            return std::move(layout).error();
        m_layout = *layout;
        m_info.memory = bytesAtOnce();
        if (Status memory = checkMemory(m_file, m_info.memory); !memory)
            return memory;
        return orient();
    }

    Status read(int rows, float* to) override
    {
        // A region belongs to the thread that made it, and the next call may come from another.
        const VipsPtr<VipsRegion> region(vips_region_new(m_image.get()));
        constexpr int band = 32; // rows; more would only make libvips's buffers larger
        while (rows > 0) {
            const VipsRect part{0, m_y, m_info.width, std::min(rows, band)};
            if (vips_region_prepare(region.get(), &part))
                return broken();
            for (int y = 0; y < part.height; ++y) {
                m_layout.convert(VIPS_REGION_ADDR(region.get(), 0, m_y + y), m_info.width, to);
                to += std::size_t(m_info.width) * std::size_t(m_info.channels());
            }
            m_y += part.height;
            rows -= part.height;
        }
        return {};
    }

private:
    Error broken() const { return decodingError(m_file, formatName(m_format), takeVipsError()); }

    /// libvips knows of frames it lacks as of damage. Of TIFF's pages openTiff() knows.
    Status checkFrame() const
    {
        if (m_page == 1 || m_format == PhotoFormat::Tiff)
            return {};
        const VipsPtr<VipsImage> first = load(m_file, m_format, 1, VIPS_ACCESS_SEQUENTIAL);
        return first ? checkPage(m_file, m_page, vips_image_get_n_pages(first.get())) : Status(broken());
    }

    /// Metadata, and what the container says beyond libvips.
    void readHeader()
    {
        VipsImage* const image = m_image.get();
        Metadata& metadata = m_info.metadata;
        if (m_format == PhotoFormat::Jpeg) {
            const JpegHeader header = readJpegHeader(m_file);
            metadata = header.metadata;
            m_scans = header.scans;
            m_coefficients = header.coefficientBytes;
            m_info.notes.insert(m_info.notes.end(), header.notes.begin(), header.notes.end());
        } else if (m_format == PhotoFormat::Png) {
            metadata = readPngMetadata(m_file, m_info.notes);
            PngColours colours = readPngColours(m_file);
            if (!colours.icc.empty())
                metadata.icc = std::move(colours.icc);
            m_info.colourClaims = std::move(colours.claims);
            m_progressive = vips_image_get_typeof(image, "interlaced") != 0;
        } else if (m_format == PhotoFormat::Tiff) {
            m_tiff = readTiffHeader(m_file, m_page);
            metadata = std::move(m_tiff->metadata);
            if (m_tiff->colours)
                m_info.colourClaims.push_back(std::move(*m_tiff->colours));
            m_info.notes = m_tiff->notes;
            m_info.pages = m_tiff->pages;
        } else if (m_format == PhotoFormat::Jp2) {
            metadata.icc = blob(image, VIPS_META_ICC_NAME);
            readJp2Boxes(m_file, metadata);
        } else {
            metadata.icc = blob(image, VIPS_META_ICC_NAME);
            metadata.exif = exifBlock(blob(image, VIPS_META_EXIF_NAME));
            metadata.xmp = xmpPacket(blob(image, VIPS_META_XMP_NAME));
            if (m_format == PhotoFormat::Gif)
                readGifExtensions(m_file, metadata);
            m_info.pages = vips_image_get_n_pages(image);
            if (m_page > 1)
                notePage(m_info, "frame", m_page);
            else if (m_info.pages > 1)
                m_info.notes.push_back(firstFrameNote);
        }
    }

    /// What the decoder must hold, beyond some rows.
    double bytesAtOnce() const
    {
        const VipsImage* const image = m_image.get();
        const double pixels = double(image->Xsize) * image->Ysize;
        if (m_format == PhotoFormat::Jpeg)
            return m_coefficients;
        if (m_format == PhotoFormat::Png)
            return m_progressive ? pixels * double(VIPS_IMAGE_SIZEOF_PEL(image)) : 0;
        if (m_format == PhotoFormat::Tiff) {
            const bool byLine =
                !m_tiff->tiled && !m_tiff->planes && m_tiff->photometric != 6 && m_tiff->rowsAtOnce > 128;
            return byLine ? 0
                          : 3.0 * image->Xsize * m_tiff->rowsAtOnce * double(VIPS_IMAGE_SIZEOF_PEL(image));
        }
        if (m_format == PhotoFormat::Jp2) // OpenJPEG's integers, and what libvips makes of them
            return pixels * image->Bands * 8;
        return pixels * 8; // WebP and GIF: the canvas and a frame, RGBA
    }

    Status orient()
    {
        const int orientation = turnedOrientation(exifOrientation(m_info.metadata.exif), m_quarters);
        if (orientation > 2) {
            // Rows in another order: libvips decodes to memory, or to a temporary file where they are many.
            m_image.reset();
            m_image = load(m_file, m_format, m_page, VIPS_ACCESS_RANDOM);
            constexpr double largestInMemory = 100 << 20; // libvips's own limit
            if (m_image)
                m_info.memory += std::min(double(VIPS_IMAGE_SIZEOF_IMAGE(m_image.get())), largestInMemory);
        }
        if (m_image && orientation > 1)
            m_image = turned(std::move(m_image), orientation);
        if (!m_image)
            return broken();
        m_info.width = m_image->Xsize;
        m_info.height = m_image->Ysize;
        return {};
    }

    fs::path m_file;
    PhotoFormat m_format;
    int m_quarters;
    int m_page;
    VipsPtr<VipsImage> m_image;
    std::optional<TiffHeader> m_tiff; // where the file is one
    VipsLayout m_layout;
    int m_scans = 1;
    double m_coefficients = 0;  // bytes of a JPEG's that the decoder must hold
    bool m_progressive = false; // a PNG of which the decoder must hold all
    int m_y = 0;
};

} // namespace

OpenedSource openWithVips(const fs::path& file, PhotoFormat format, int quarters, int page)
{
    if (Status started = startVips(); !started)
        return std::move(started).error();
    takeVipsError(); // of earlier files
    auto source = std::make_unique<VipsRowSource>(file, format, quarters, page);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
