// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/format_limits.h"
#include "core/image/write_plan.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

double pixels(const PhotoContent& content)
{
    return double(content.width) * double(content.height);
}

} // namespace

std::int64_t encoderMemory(const PhotoContent& content, const WriteOptions& options, int bits)
{
    const int channels = writtenChannels(content, options.format);
    const double sample = bits > 8 ? 2.0 : 1.0;
    const double row = double(content.width) * channels * sample;
    const double rows = 16.0 * row + 4.0 * content.width * 4.0;
    constexpr double base = 8e6;
    switch (options.format) {
    default:
        return std::int64_t(base + rows + 4e6);
    }
}

std::int64_t fileSize(const PhotoContent& content, const WriteOptions&, int)
{
    return std::int64_t(pixels(content));
}

} // namespace enlarger::image
