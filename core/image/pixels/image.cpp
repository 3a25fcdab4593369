// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/image.h"

#include <algorithm>
#include <utility>

namespace enlarger::image {

Image::Image(const Image& other)
    : Image(other.m_width, other.m_height, other.m_channels)
{
    std::copy_n(other.data(), size(), data());
}

Image& Image::operator=(const Image& other)
{
    if (this != &other)
        *this = Image(other);
    return *this;
}

Image::Image(Image&& other) noexcept
    : m_width(std::exchange(other.m_width, 0))
    , m_height(std::exchange(other.m_height, 0))
    , m_channels(std::exchange(other.m_channels, 0))
    , m_data(std::move(other.m_data))
{}

Image& Image::operator=(Image&& other) noexcept
{
    m_width = std::exchange(other.m_width, 0);
    m_height = std::exchange(other.m_height, 0);
    m_channels = std::exchange(other.m_channels, 0);
    m_data = std::move(other.m_data);
    return *this;
}

Image Image::crop(int x, int y, int width, int height) const
{
    assert(x >= 0 && y >= 0 && x + width <= m_width && y + height <= m_height);
    Image part(width, height, m_channels);
    for (int r = 0; r < height; ++r)
        std::copy_n(row(y + r).data() + std::size_t(x) * std::size_t(m_channels), part.rowSize(),
                    part.row(r).data());
    return part;
}

Image Image::takeChannels(int first, int count) const
{
    assert(first >= 0 && first + count <= m_channels);
    Image part(m_width, m_height, count);
    const std::size_t pixels = std::size_t(m_width) * std::size_t(m_height);
    const float* from = data() + first;
    float* to = part.data();
    for (std::size_t i = 0; i < pixels; ++i, from += m_channels, to += count)
        std::copy_n(from, count, to);
    return part;
}

Image stack(const Image& upper, const Image& lower)
{
    if (upper.empty())
        return lower;
    if (lower.empty())
        return upper;
    assert(upper.rowSize() == lower.rowSize() && upper.channels() == lower.channels());
    Image both(upper.width(), upper.height() + lower.height(), upper.channels());
    std::copy_n(upper.data(), upper.size(), both.data());
    std::copy_n(lower.data(), lower.size(), both.data() + upper.size());
    return both;
}

} // namespace enlarger::image
