// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/row_window.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace enlarger::image {

namespace {

/// A stage that hands over the wrong rows is a fault of the program, not of the photo.
Error wrongRows(std::string what)
{
    return Error{ErrorKind::Internal, std::move(what), {}, {}};
}

} // namespace

Status RowWindow::check(const Image& rows, bool last) const
{
    using std::to_string;
    if (m_width < 1 || m_height < 1)
        return wrongRows("a picture of " + to_string(m_width) + " x " + to_string(m_height) +
                         " pixels has no rows");
    if (!rows.empty() && rows.width() != m_width)
        return wrongRows("rows of " + to_string(rows.width()) + " pixels came for a picture " +
                         to_string(m_width) + " pixels wide");
    if (!rows.empty() && m_channels != 0 && rows.channels() != m_channels)
        return wrongRows("rows of " + to_string(rows.channels()) + " channels came for a picture of " +
                         to_string(m_channels));
    const std::int64_t seen = std::int64_t(end()) + (rows.empty() ? 0 : rows.height());
    if (seen > m_height || (last && seen < m_height))
        return wrongRows("the picture has " + to_string(seen) + " rows instead of " + to_string(m_height));
    return {};
}

void RowWindow::append(Image rows)
{
    if (rows.empty())
        return;
    assert(m_fresh.empty());
    m_channels = rows.channels();
    m_fresh = std::move(rows);
}

void RowWindow::dropBefore(int y)
{
    y = std::clamp(y, m_begin, end());
    if (m_fresh.empty() && y == m_begin)
        return;
    m_previous = copy(y, end());
    m_fresh = {};
    m_begin = y;
}

Image RowWindow::copy(int from, int to)
{
    Image part(m_width, to - from, m_channels);
    for (int y = from; y < to; ++y)
        std::ranges::copy(row(y), part.row(y - from).begin());
    return part;
}

} // namespace enlarger::image
