// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/exr_row_source.h"

#include "core/image/colour/made_profile.h"
#include "core/image/decoders/exr_header.h"
#include "core/image/decoders/vips_runtime.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

/// What libvips takes for opaque in linear light: 255, or 1 in later versions.
float opaqueAlpha()
{
    VipsImage* made = nullptr;
    if (vips_black(&made, 1, 1, "bands", 3, nullptr))
        return 1.0f;
    const VipsPtr<VipsImage> black(made);
    black->Type = VIPS_INTERPRETATION_scRGB;
    if (vips_addalpha(black.get(), &made, nullptr))
        return 1.0f;
    const VipsPtr<VipsImage> opaque(made);
    double* values = nullptr;
    int count = 0;
    if (vips_getpoint(opaque.get(), &values, &count, 0, 0, nullptr))
        return 1.0f;
    const double alpha = count == 4 ? values[3] : 1.0;
    g_free(values);
    return float(alpha);
}

class ExrRowSource : public RowSource
{
public:
    explicit ExrRowSource(fs::path file)
        : m_file(std::move(file))
    {}

    Status open()
    {
        const ExrHeader header = readExrHeader(m_file);
        if (!header.isWhole)
            return damaged(m_file, "OpenEXR", "");
        if (!header.hasColours)
            return Error{ErrorKind::Unsupported, "this OpenEXR file has no colours in R, G and B", m_file,
                         "Save one of its layers as RGB in the program that made it"};
        VipsImage* image = nullptr;
        if (vips_openexrload(m_file.c_str(), &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                             VIPS_FAIL_ON_ERROR, nullptr))
            return broken();
        m_image.reset(image);
        if (Status size = checkSize(m_file, image->Xsize, image->Ysize); !size)
            return size;
        if (image->BandFmt != VIPS_FORMAT_FLOAT || image->Bands != bands)
            return cannotDecode(m_file, "OpenEXR", "");
        m_info.width = image->Xsize;
        m_info.height = image->Ysize;
        m_info.bits = 16;
        m_info.alpha = header.hasAlpha;
        m_info.floating = true;
        m_opaque = opaqueAlpha();
        m_info.memory = double(VIPS_IMAGE_SIZEOF_IMAGE(image));
        if (Status memory = checkMemory(m_file, m_info.memory); !memory)
            return memory;
        m_info.metadata.icc = makeProfile("linear", header.chromaticities.value_or(srgbChromaticities),
                                          TransferCurve::ofPower(1.0), false);
        if (header.hasOthers)
            m_info.notes.emplace_back("Channels other than colour and transparency were left out");
        if (header.hasSeveralParts)
            m_info.notes.emplace_back("Only the first part of the file was read");
        return {};
    }

    Status read(int rows, float* to) override
    {
        const VipsPtr<VipsRegion> region(vips_region_new(m_image.get()));
        constexpr int band = 32; // rows
        while (rows > 0) {
            const VipsRect part{0, m_y, m_info.width, std::min(rows, band)};
            if (vips_region_prepare(region.get(), &part))
                return broken();
            for (int y = 0; y < part.height; ++y, ++m_y)
                to = takeRow(reinterpret_cast<const float*>(VIPS_REGION_ADDR(region.get(), 0, m_y)), to);
            rows -= part.height;
        }
        return {};
    }

private:
    static constexpr int bands = 4;

    Error broken() const { return decodingError(m_file, "OpenEXR", takeVipsError()); }

    float* takeRow(const float* from, float* to) const
    {
        for (int x = 0; x < m_info.width; ++x, from += bands) {
            const float alpha = from[3] / m_opaque;
            const float factor = m_info.alpha && alpha > 0.0f ? 1.0f / alpha : 1.0f;
            for (int c = 0; c < 3; ++c)
                *to++ = from[c] * factor;
            if (m_info.alpha)
                *to++ = alpha;
        }
        return to;
    }

    fs::path m_file;
    VipsPtr<VipsImage> m_image;
    float m_opaque = 1.0f; // what libvips takes for it
    int m_y = 0;
};

} // namespace

OpenedSource openExr(const fs::path& file)
{
    if (Status started = startVips(); !started)
        return std::move(started).error();
    takeVipsError(); // of earlier files
    auto source = std::make_unique<ExrRowSource>(file);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
