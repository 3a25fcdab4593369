// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raster_file.h"

#include "core/image/photo/read_limits.h"

namespace enlarger::image {

RasterFile::RasterFile(const std::filesystem::path& file, const char* format)
    : m_file(file)
    , m_format(format)
    , m_stream(file, std::ios::binary)
{
    std::error_code trouble;
    const auto size = std::filesystem::file_size(file, trouble);
    m_size = trouble ? 0 : size;
}

Status RasterFile::layOut(std::uint64_t offset, std::uint64_t length, std::uint64_t stride, int height,
                          bool bottomUp)
{
    // The last row's padding is often missing.
    const std::uint64_t before = std::uint64_t(height - 1); // rows above the last
    if (offset > m_size || length > m_size - offset ||
        (before > 0 && stride > (m_size - offset - length) / before))
        return broken("the file is too short for the size that it declares");
    m_offset = offset;
    m_stride = stride;
    m_height = height;
    m_bottomUp = bottomUp;
    m_row.resize(length);
    return {};
}

Result<const Bytes*> RasterFile::row(int y)
{
    const auto place = std::uint64_t(m_bottomUp ? m_height - 1 - y : y);
    m_stream.clear();
    m_stream.seekg(std::streamoff(m_offset + place * m_stride));
    m_stream.read(reinterpret_cast<char*>(m_row.data()), std::streamsize(m_row.size()));
    if (std::size_t(m_stream.gcount()) != m_row.size())
        return broken("the file became shorter while it was read");
    return &m_row;
}

Error RasterFile::broken(const std::string& details) const
{
    return damaged(m_file, m_format, details);
}

} // namespace enlarger::image
