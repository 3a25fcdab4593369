// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/write_plan.h"

#include <algorithm>
#include <cmath>

// Figures measured on photographs with libwebp 1.2, libheif 1.15 with libaom 3.6, libjxl 0.7 and libtiff 4.5.

namespace enlarger::image {

namespace {

double pixels(const PhotoContent& content)
{
    return double(content.width) * double(content.height);
}

/// Bytes a pixel of an encoder that holds the whole picture; 0 for those that do not.
double wholePictureBytes(int channels, const WriteOptions& options, int bits)
{
    const bool lossless = options.quality >= 100;
    const bool alpha = channels % 2 == 0;
    switch (options.format) {
    case PhotoFormat::WebP: // it compresses alpha without loss
        return lossless ? 30.0 : alpha ? 40.0 : 10.0;
    case PhotoFormat::Avif:
        return (channels <= 2 ? 18.0 : 37.0) * (bits > 8 ? 1.45 : 1.0) + (alpha ? 4.0 : 0.0);
    case PhotoFormat::Jxl:
        return lossless ? 22.0 * channels : alpha ? 68.0 : 50.0;
    default:
        return 0.0;
    }
}

/// Bytes a pixel of a lossy JPEG; what the others gain over it is a factor.
double lossyBytes(const PhotoContent& content, const WriteOptions& options)
{
    const double colour = 0.08 * std::exp2((options.quality - 60.0) / 18.0);
    return content.channels <= 2 && options.format != PhotoFormat::WebP ? 0.7 * colour : colour;
}

} // namespace

std::int64_t encoderMemory(const PhotoContent& content, const WriteOptions& options, int bits)
{
    const int channels = writtenChannels(content, options.format);
    const double row = double(content.width) * channels * (bits > 8 ? 2.0 : 1.0);
    // Sixteen rows of integers, and where alpha goes, the same as floats; the library's own rows; for TIFF a
    // strip before and after compression; for JPEG and PNG buffers.
    const double rows = 16.0 * row + (channels != content.channels ? 64.0 * content.width * channels : 0.0);
    const double library = 24.0 * row + 2.0 * std::max(row, double(1 << 20)) + 2e6;
    return std::int64_t(rows + library + pixels(content) * wholePictureBytes(channels, options, bits));
}

std::int64_t fileSize(const PhotoContent& content, const WriteOptions& options, int bits)
{
    const int channels = writtenChannels(content, options.format);
    const bool lossless = options.quality >= 100;
    // The low bytes of 16-bit pixels that a network computed are noise, which does not compress.
    const double exact = channels * (bits > 8 ? 1.5 : 0.38);
    const double alpha = channels % 2 == 0 ? 0.05 : 0.0;
    double bytes = 0.0; // a pixel
    switch (options.format) {
    case PhotoFormat::Jpeg:
        bytes = lossyBytes(content, options);
        break;
    case PhotoFormat::WebP:
        bytes = lossless ? 0.6 * exact : 0.6 * lossyBytes(content, options) + alpha;
        break;
    case PhotoFormat::Avif:
        bytes = lossless ? channels * (bits > 8 ? 0.9 : 0.37) : 0.6 * lossyBytes(content, options) + alpha;
        break;
    case PhotoFormat::Jxl: // in the picture's own colours, where it has a profile, it saves less
        bytes = lossless ? 0.7 * exact
                         : (content.metadata.icc.empty() ? 0.5 : 0.8) * lossyBytes(content, options) + alpha;
        break;
    default:
        bytes = exact;
    }
    return std::int64_t(pixels(content) * bytes) + 1000;
}

} // namespace enlarger::image
