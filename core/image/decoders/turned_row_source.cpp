// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/turned_row_source.h"

#include "core/image/photo/read_limits.h"
#include "core/image/pixels/sample_rows.h"

#include <algorithm>
#include <array>

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
        m_isPacked =
            m_info.bits == 8 && !m_info.floating && !m_info.linear && m_info.model != ColourModel::Lab;
        const std::size_t sampleSize = m_isPacked ? 1 : sizeof(float);
        if (m_orientation > 2)
            m_info.memory += double(m_width) * m_height * double(m_channels * sampleSize);
    }

    Status read(int rows, float* to) override
    {
        if (m_orientation > 2 && m_pixels.empty() && m_bytes.empty())
            if (Status done = readAll(); !done)
                return done;
        for (; rows > 0; --rows, ++m_y) {
            if (m_orientation == 2) { // a row is all that it takes
                m_pixels.resize(std::size_t(m_width) * m_channels);
                if (Status done = m_source->read(1, m_pixels.data()); !done)
                    return done;
            }
            for (int x = 0; x < m_info.width; ++x, to += m_channels) {
                const std::size_t place = heldAt(x, m_y);
                if (m_bytes.empty())
                    std::copy_n(m_pixels.data() + place, m_channels, to);
                else
                    for (std::size_t c = 0; c < m_channels; ++c)
                        to[c] = sampleToFloat(m_bytes[place + c]);
            }
        }
        return {};
    }

private:
    Status readAll()
    {
        const std::size_t row = std::size_t(m_width) * m_channels;
        const std::size_t all = row * std::size_t(m_height);
        if (!m_isPacked) {
            m_pixels.resize(all);
            return m_source->read(m_height, m_pixels.data());
        }
        m_bytes.resize(all);
        std::vector<float> values(row);
        for (std::size_t at = 0; at < all; at += row) {
            if (Status done = m_source->read(1, values.data()); !done)
                return done;
            roundHalfUp(values.data(), m_bytes.data() + at, row, 255.0f);
        }
        return {};
    }

    /// Where what is seen at x, y of the upright picture begins in the samples that are held.
    std::size_t heldAt(int x, int y) const
    {
        PixelPlace place = storedPlace(m_orientation, m_width, m_height, x, y);
        if (m_orientation == 2)
            place.y = 0; // of the one row
        return (std::size_t(place.y) * std::size_t(m_width) + std::size_t(place.x)) * m_channels;
    }

    std::unique_ptr<RowSource> m_source;
    int m_orientation;
    int m_width; // as stored
    int m_height;
    std::size_t m_channels;
    bool m_isPacked = false;     // all of them are held as 8 bits, which loses nothing
    std::vector<float> m_pixels; // all of them, or one row
    Bytes m_bytes;
    int m_y = 0;
};

} // namespace

int turnedOrientation(int orientation, int quarters)
{
    constexpr std::array<int, 9> next{1, 6, 7, 8, 5, 2, 3, 4, 1}; // a quarter further
    for (; quarters > 0; --quarters)
        orientation = next[std::size_t(orientation)];
    return orientation;
}

PixelPlace storedPlace(int orientation, int width, int height, int x, int y)
{
    if (orientation > 4)
        std::swap(x, y);
    // Now x and y count the stored picture's columns and rows, from whichever side they are seen.
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    return {fromRight ? width - 1 - x : x, fromBelow ? height - 1 - y : y};
}

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
