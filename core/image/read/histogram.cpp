// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/histogram.h"

#include "core/image/pixels/sample_rows.h"

#include <algorithm>
#include <vector>

namespace enlarger::image {

namespace {

constexpr std::int64_t enoughPixels = 2'000'000;

void count(const std::uint8_t* pixel, int channels, int pixels, Histogram& histogram)
{
    const bool hasAlpha = channels % 2 == 0;
    const int second = channels >= 3 ? 1 : 0; // grey stands for all three
    const int third = 2 * second;
    for (int x = 0; x < pixels; ++x, pixel += channels) {
        if (hasAlpha && pixel[channels - 1] == 0)
            continue;
        const int red = pixel[0];
        const int green = pixel[second];
        const int blue = pixel[third];
        ++histogram.red[std::size_t(red)];
        ++histogram.green[std::size_t(green)];
        ++histogram.blue[std::size_t(blue)];
        ++histogram.luma[std::size_t((13933 * red + 46871 * green + 4732 * blue + 32768) >> 16)];
        ++histogram.pixels;
    }
}

} // namespace

Histogram makeHistogram(const PackedPicture& picture)
{
    Histogram histogram;
    const std::int64_t pixels = std::int64_t(picture.width()) * picture.height();
    const int step = int(std::max<std::int64_t>(1, (pixels + enoughPixels - 1) / enoughPixels));
    std::vector<std::uint8_t> levels;
    for (int y = std::min(step / 2, picture.height() - 1); y >= 0 && y < picture.height(); y += step) {
        const Image row = picture.piece({0, y, picture.width(), 1});
        levels.resize(row.size());
        roundHalfUp(row.data(), levels.data(), row.size(), 255.0f);
        count(levels.data(), picture.channels(), picture.width(), histogram);
    }
    return histogram;
}

} // namespace enlarger::image
