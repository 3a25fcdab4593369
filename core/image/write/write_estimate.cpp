// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/write_plan.h"

#include <algorithm>

namespace enlarger::image {

namespace {

double pixels(const PhotoContent& content)
{
    return double(content.width) * double(content.height);
}

PixelCoding codingOf(const PhotoContent& content, const WriteOptions& options, int bits)
{
    return {writtenChannels(content, options.format), bits, options.quality, !content.metadata.icc.empty()};
}

} // namespace

std::int64_t encoderMemory(const PhotoContent& content, const WriteOptions& options, int bits)
{
    const PixelCoding coding = codingOf(content, options, bits);
    const double row = double(content.width) * coding.channels * (coding.isDeep() ? 2.0 : 1.0);
    // Sixteen rows of integers, and where alpha goes, the same as floats; the library's own rows; for TIFF a
    // strip before and after compression; for JPEG and PNG buffers.
    const double floats = coding.channels != content.channels ? 64.0 * content.width * coding.channels : 0.0;
    const double rows = 16.0 * row + floats;
    const double library = 24.0 * row + 2.0 * std::max(row, double(1 << 20)) + 2e6;
    const auto wholePicture = outputFormat(options.format).wholePicture;
    return std::int64_t(rows + library + (wholePicture ? pixels(content) * wholePicture(coding) : 0.0));
}

std::int64_t fileSize(const PhotoContent& content, const WriteOptions& options, int bits)
{
    const double bytes = outputFormat(options.format).fileBytes(codingOf(content, options, bits));
    return std::int64_t(pixels(content) * bytes) + 1000;
}

} // namespace enlarger::image
