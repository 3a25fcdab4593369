// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/vips_layout.h"

#include "core/image/decoders/tiff_kinds.h"
#include "core/image/pixels/sample_rows.h"

namespace enlarger::image {

Result<VipsLayout> VipsLayout::make(const VipsImage* image, PhotoFormat format, const TiffHeader* tiff,
                                    SourceInfo& info, const std::filesystem::path& file)
{
    VipsLayout layout;
    layout.m_format = image->BandFmt;
    layout.m_coding = image->Coding;
    layout.m_interpretation = image->Type;
    layout.m_bands = image->Coding == VIPS_CODING_LABQ ? 3 : image->Bands;
    if (const char* const obstacle = layout.chooseColours(format, tiff))
        return Error{ErrorKind::Unsupported, obstacle, file,
                     "Save it as TIFF with 8 or 16 bits per channel in RGB"};
    layout.m_alphaBand =
        alphaBand(tiff ? tiff->extras : std::vector<int>(), layout.m_colours, layout.m_bands);

    info.model = layout.m_colours == 4   ? ColourModel::Cmyk
                 : layout.m_colours == 1 ? ColourModel::Grey
                 : layout.m_lab          ? ColourModel::Lab
                                         : ColourModel::Rgb;
    info.alpha = layout.m_alphaBand >= 0;
    info.bits = image->BandFmt == VIPS_FORMAT_UCHAR || image->BandFmt == VIPS_FORMAT_CHAR ? 8 : 16;
    info.floating = vips_band_format_isfloat(image->BandFmt);
    if (layout.m_bands > layout.m_colours + (info.alpha ? 1 : 0))
        info.notes.push_back("Channels other than colour and transparency were left out");
    return layout;
}

const char* VipsLayout::chooseColours(PhotoFormat format, const TiffHeader* tiff)
{
    if (vips_band_format_iscomplex(m_format))
        return "complex numbers are not supported";
    if (m_coding != VIPS_CODING_NONE && m_coding != VIPS_CODING_LABQ)
        return "this packing of pixels is not supported";
    m_colours = m_bands < 3 ? 1 : 3;
    if (format == PhotoFormat::Jpeg && m_bands == 4)
        m_colours = 4;
    if (tiff)
        chooseTiffColours(*tiff);
    if (m_lab && m_coding != VIPS_CODING_LABQ && m_interpretation != VIPS_INTERPRETATION_LABS)
        return "Lab is read with 8 or 16 bits per channel";
    return m_bands < m_colours ? "the file has fewer channels than its colours need" : nullptr;
}

void VipsLayout::chooseTiffColours(const TiffHeader& tiff)
{
    m_lab = tiff.photometric == 8;
    switch (tiff.photometric) {
    case 0:
    case 1:
        m_colours = 1;
        break;
    case 3: // a palette of greys alone comes as grey
        m_colours = m_bands - int(tiff.extras.size()) < 3 ? 1 : 3;
        break;
    case 5:
        m_colours = 4;
        break;
    default:
        m_colours = 3;
        break;
    }
}

void VipsLayout::convert(const VipsPel* row, int width, float* to) const
{
    if (m_lab)
        return convertLab(row, width, to);
    const auto run = [&](const auto* samples) {
        rowToFloats(samples, std::size_t(width), m_bands, m_colours, m_alphaBand, to);
    };
    switch (m_format) {
    case VIPS_FORMAT_UCHAR:
        return run(row);
    case VIPS_FORMAT_CHAR:
        return run(reinterpret_cast<const std::int8_t*>(row));
    case VIPS_FORMAT_USHORT:
        return run(reinterpret_cast<const std::uint16_t*>(row));
    case VIPS_FORMAT_SHORT:
        return run(reinterpret_cast<const std::int16_t*>(row));
    case VIPS_FORMAT_UINT:
        return run(reinterpret_cast<const std::uint32_t*>(row));
    case VIPS_FORMAT_INT:
        return run(reinterpret_cast<const std::int32_t*>(row));
    case VIPS_FORMAT_FLOAT:
        return run(reinterpret_cast<const float*>(row));
    default:
        return run(reinterpret_cast<const double*>(row));
    }
}

/// libvips keeps 8 bits as they are (four bytes a pixel) and 16 bits as L* in 0..32767, a* and b* times 256.
/// A file of 8 bits with alpha comes as the latter.
void VipsLayout::convertLab(const VipsPel* row, int width, float* to) const
{
    const auto* samples = reinterpret_cast<const std::int16_t*>(row);
    for (int x = 0; x < width; ++x) {
        if (m_coding == VIPS_CODING_LABQ) {
            *to++ = float(row[0]) * 100.0f / 255.0f;
            *to++ = float(std::int8_t(row[1]));
            *to++ = float(std::int8_t(row[2]));
            row += 4;
            continue;
        }
        *to++ = float(samples[0]) * 100.0f / 32767.0f;
        *to++ = float(samples[1]) / 256.0f;
        *to++ = float(samples[2]) / 256.0f;
        if (m_alphaBand >= 0)
            *to++ = sampleToFloat(std::uint16_t(samples[m_alphaBand]));
        samples += m_bands;
    }
}

} // namespace enlarger::image
