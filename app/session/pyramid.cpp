// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pyramid.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace enlarger::app {

namespace {

constexpr int smallestSide = 256;
constexpr int bandHeight = 64; // rows

// Two channels of a pixel in the lower halves of two words of 16 bits: four of them add up without a carry.
constexpr std::uint32_t evenBytes = 0x00FF00FF;

std::uint32_t meanOfFour(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    constexpr std::uint32_t half = 0x00020002;
    const std::uint32_t even = (a & evenBytes) + (b & evenBytes) + (c & evenBytes) + (d & evenBytes) + half;
    const std::uint32_t odd = ((a >> 8) & evenBytes) + ((b >> 8) & evenBytes) + ((c >> 8) & evenBytes) +
                              ((d >> 8) & evenBytes) + half;
    return ((even >> 2) & evenBytes) | (((odd >> 2) & evenBytes) << 8);
}

std::uint32_t pixel(const std::uint8_t* row, int x)
{
    std::uint32_t value = 0;
    std::memcpy(&value, row + std::size_t(x) * 4, 4);
    return value;
}

} // namespace

std::shared_ptr<const Pyramid> Pyramid::make(const image::PackedPicture& picture,
                                             const image::DisplayColours& colours,
                                             const std::stop_token& stop)
{
    PyramidBuilder builder(picture.width(), picture.height(), picture.channels() % 2 == 0);
    for (int y = 0; builder.isValid() && y < picture.height(); y += bandHeight) {
        if (stop.stop_requested())
            return nullptr;
        const int rows = std::min(bandHeight, picture.height() - y);
        builder.setRows(y, picture.piece({0, y, picture.width(), rows}), colours);
        builder.reduce(y + rows);
    }
    return builder.finish();
}

int Pyramid::levelFor(double scale) const
{
    int level = 0;
    while (level + 1 < levels() && std::ldexp(1.0, -(level + 1)) >= scale)
        ++level;
    return level;
}

std::int64_t Pyramid::bytes() const
{
    std::int64_t sum = 0;
    for (const QImage& level : m_levels)
        sum += level.sizeInBytes();
    return sum;
}

PyramidBuilder::PyramidBuilder(int width, int height, bool hasAlpha)
    : m_pyramid(std::make_shared<Pyramid>())
{
    const QImage::Format format = hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32;
    for (;; width = width / 2 + width % 2, height = height / 2 + height % 2) {
        QImage image(width, height, format);
        if (image.isNull()) {
            m_pyramid = nullptr;
            return;
        }
        m_levels.push_back({image.bits(), std::size_t(image.bytesPerLine()), width, height, 0});
        m_pyramid->m_levels.push_back(std::move(image));
        if (std::max(width, height) <= smallestSide)
            return;
    }
}

void PyramidBuilder::setRows(int y, const image::Image& rows, const image::DisplayColours& colours)
{
    // Four bytes a pixel and rows without padding: what QImage keeps is what toScreen() writes.
    if (!rows.empty())
        colours.toScreen(rows, m_levels[0].row(y));
}

void PyramidBuilder::reduce(int rows)
{
    m_levels[0].rows = rows;
    for (std::size_t i = 1; i < m_levels.size(); ++i) {
        const Level& from = m_levels[i - 1];
        Level& to = m_levels[i];
        const int complete = from.rows == from.height ? to.height : from.rows / 2;
        for (; to.rows < complete; ++to.rows)
            halveRow(from, to, to.rows);
    }
}

void PyramidBuilder::halveRow(const Level& from, const Level& to, int y)
{
    const std::uint8_t* upper = from.row(2 * y);
    const std::uint8_t* lower = from.row(std::min(2 * y + 1, from.height - 1));
    std::uint8_t* out = to.row(y);
    const int pairs = from.width / 2;
    for (int x = 0; x < pairs; ++x) {
        const std::uint32_t mean = meanOfFour(pixel(upper, 2 * x), pixel(upper, 2 * x + 1),
                                              pixel(lower, 2 * x), pixel(lower, 2 * x + 1));
        std::memcpy(out + std::size_t(x) * 4, &mean, 4);
    }
    if (pairs < to.width) { // an odd column is left over
        const std::uint32_t a = pixel(upper, from.width - 1);
        const std::uint32_t b = pixel(lower, from.width - 1);
        const std::uint32_t mean = meanOfFour(a, a, b, b);
        std::memcpy(out + std::size_t(pairs) * 4, &mean, 4);
    }
}

} // namespace enlarger::app
