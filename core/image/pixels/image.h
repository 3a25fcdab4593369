// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <span>

namespace enlarger::image {

/// Pixels as a value: height x width x channels floats, interleaved, rows without padding.
/// Colours are 0..1, encoded as in the file (gamma and primaries of its profile). Channels: 1 grey, 2 grey
/// and alpha, 3 RGB, 4 RGB and alpha; alpha is straight, not premultiplied. A band of a picture is an Image
/// too; its height may be 0. New pixels are not initialised.
class Image
{
public:
    Image() = default;
    Image(int width, int height, int channels)
        : m_width(width)
        , m_height(height)
        , m_channels(channels)
        , m_data(std::make_unique_for_overwrite<float[]>(size()))
    {}
    Image(const Image& other);
    Image& operator=(const Image& other);
    Image(Image&& other) noexcept;
    Image& operator=(Image&& other) noexcept;
    ~Image() = default;

    int width() const { return m_width; }
    int height() const { return m_height; }
    int channels() const { return m_channels; }
    bool empty() const { return size() == 0; }
    std::size_t rowSize() const { return std::size_t(m_width) * std::size_t(m_channels); } // floats
    std::size_t size() const { return rowSize() * std::size_t(m_height); }                 // floats

    float* data() { return m_data.get(); }
    const float* data() const { return m_data.get(); }
    std::span<float> row(int y)
    {
        assert(y >= 0 && y < m_height);
        return {m_data.get() + std::size_t(y) * rowSize(), rowSize()};
    }
    std::span<const float> row(int y) const
    {
        assert(y >= 0 && y < m_height);
        return {m_data.get() + std::size_t(y) * rowSize(), rowSize()};
    }
    float& at(int x, int y, int c)
    {
        return row(y)[std::size_t(x) * std::size_t(m_channels) + std::size_t(c)];
    }
    float at(int x, int y, int c) const
    {
        return row(y)[std::size_t(x) * std::size_t(m_channels) + std::size_t(c)];
    }

    /// A copy of the rectangle, which must lie inside.
    Image crop(int x, int y, int width, int height) const;
    /// A copy of `count` channels from `first` on.
    Image takeChannels(int first, int count) const;

private:
    int m_width = 0;
    int m_height = 0;
    int m_channels = 0;
    std::unique_ptr<float[]> m_data;
};

/// `upper` above `lower`; the same width and channels, or one of them empty.
Image stack(const Image& upper, const Image& lower);

} // namespace enlarger::image
