// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/turned_row_source.h"

#include "core/image/photo/read_limits.h"

#include <algorithm>

namespace enlarger::image {

namespace {

class TurnedRowSource : public RowSource
{
public:
    TurnedRowSource(std::unique_ptr<RowSource> source, int orientation)
        : m_source(std::move(source))
        , m_orientation(orientation)
        , m_width(m_source->info().width)
        , m_height(m_source->info().height)
        , m_channels(std::size_t(m_source->info().channels()))
    {
        m_info = m_source->info();
        if (m_orientation > 4)
            std::swap(m_info.width, m_info.height);
        if (m_orientation > 2)
            m_info.memory += double(m_width) * m_height * double(m_channels * sizeof(float));
    }

    Status read(int rows, float* to) override
    {
        if (m_orientation > 2 && m_pixels.empty()) {
            m_pixels.resize(std::size_t(m_width) * std::size_t(m_height) * m_channels);
            if (Status done = m_source->read(m_height, m_pixels.data()); !done)
                return done;
        }
        for (; rows > 0; --rows, ++m_y) {
            if (m_orientation == 2) { // a row is all that it takes
                m_pixels.resize(std::size_t(m_width) * m_channels);
                if (Status done = m_source->read(1, m_pixels.data()); !done)
                    return done;
            }
            for (int x = 0; x < m_info.width; ++x)
                to = std::copy_n(storedPixel(x, m_y), m_channels, to);
        }
        return {};
    }

private:
    /// What is seen at x, y of the upright picture.
    const float* storedPixel(int x, int y) const
    {
        if (m_orientation == 2)
            y = 0; // of the one row
        if (m_orientation > 4)
            std::swap(x, y);
        // Now x and y count the stored picture's columns and rows, from whichever side they are seen.
        const bool fromRight =
            m_orientation == 2 || m_orientation == 3 || m_orientation == 7 || m_orientation == 8;
        const bool fromBelow =
            m_orientation == 3 || m_orientation == 4 || m_orientation == 6 || m_orientation == 7;
        const int column = fromRight ? m_width - 1 - x : x;
        const int row = fromBelow ? m_height - 1 - y : y;
        return m_pixels.data() + (std::size_t(row) * std::size_t(m_width) + std::size_t(column)) * m_channels;
    }

    std::unique_ptr<RowSource> m_source;
    int m_orientation;
    int m_width; // as stored
    int m_height;
    std::size_t m_channels;
    std::vector<float> m_pixels; // all of them, or one row
    int m_y = 0;
};

} // namespace

OpenedSource turnUpright(std::unique_ptr<RowSource> source, int orientation,
                         const std::filesystem::path& file)
{
    if (orientation <= 1)
        return source;
    auto turned = std::make_unique<TurnedRowSource>(std::move(source), orientation);
    if (Status memory = checkMemory(file, turned->info().memory); !memory)
        return std::move(memory).error();
    return std::unique_ptr<RowSource>(std::move(turned));
}

} // namespace enlarger::image
