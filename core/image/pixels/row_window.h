// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"

namespace enlarger::image {

/// The rows of a passing picture that later rows still need, found by their number in the picture.
class RowWindow
{
public:
    /// Channels 0: those of the first rows that come.
    RowWindow(int width, int height, int channels = 0)
        : m_width(width)
        , m_height(height)
        , m_channels(channels)
    {}

    int width() const { return m_width; }
    int height() const { return m_height; } // of the whole picture
    int channels() const { return m_channels; }
    std::size_t rowSize() const { return std::size_t(m_width) * std::size_t(m_channels); } // floats

    /// Refuses rows that do not belong to the picture, and a picture that ends early. To be asked before
    /// append().
    Status check(const Image& rows, bool last) const;
    /// The next rows; dropBefore() comes between one call and the next.
    void append(Image rows);
    /// Lets go of the rows above `y`; the others are copied, so that a high band does not live on for its
    /// last rows.
    void dropBefore(int y);

    int begin() const { return m_begin; } // the first row that is held
    int end() const { return m_begin + m_previous.height() + m_fresh.height(); }
    std::span<float> row(int y)
    {
        const int i = y - m_begin;
        return i < m_previous.height() ? m_previous.row(i) : m_fresh.row(i - m_previous.height());
    }
    /// Rows from..to-1, copied.
    Image copy(int from, int to);

private:
    int m_width;
    int m_height;
    int m_channels;
    int m_begin = 0;
    Image m_previous; // what earlier calls left
    Image m_fresh;    // below it: the newest rows
};

} // namespace enlarger::image
