// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"
#include "core/image/metadata/tiff_header.h"

#include <vips/vips.h>

namespace enlarger::image {

/// Which samples of libvips's pixels are colours and which is alpha, and how rows of them become floats.
class VipsLayout
{
public:
    /// Fills in `info` but for its size and metadata. `tiff` is null for other formats. Errors: kinds of
    /// pixels that we do not read.
    static Result<VipsLayout> make(const VipsImage* image, PhotoFormat format, const TiffHeader* tiff,
                                   SourceInfo& info, const std::filesystem::path& file);

    void convert(const VipsPel* row, int width, float* to) const;

private:
    const char* chooseColours(PhotoFormat format, const TiffHeader* tiff);
    void chooseTiffColours(const TiffHeader& tiff);
    void convertLab(const VipsPel* row, int width, float* to) const;

    VipsBandFormat m_format = VIPS_FORMAT_UCHAR;
    VipsCoding m_coding = VIPS_CODING_NONE;
    VipsInterpretation m_interpretation = VIPS_INTERPRETATION_sRGB;
    int m_bands = 0;   // samples a pixel
    int m_colours = 0; // of them
    int m_alphaBand = -1;
    bool m_lab = false;
};

} // namespace enlarger::image
