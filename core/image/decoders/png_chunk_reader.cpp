// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/png_chunk_reader.h"

namespace enlarger::image {

PngChunkReader::PngChunkReader(const std::filesystem::path& file)
    : m_stream(file, std::ios::binary)
{}

bool PngChunkReader::next()
{
    m_stream.seekg(m_next);
    if (!m_stream.read(reinterpret_cast<char*>(m_head.data()), std::ssize(m_head)))
        return false;
    m_length =
        std::size_t(m_head[0]) << 24 | std::size_t(m_head[1]) << 16 | std::size_t(m_head[2]) << 8 | m_head[3];
    constexpr std::streamoff around = 8 + 4; // the head, and the checksum behind the content
    m_next += around + std::streamoff(m_length);
    return true;
}

std::string_view PngChunkReader::type() const
{
    return {reinterpret_cast<const char*>(m_head.data()) + 4, 4};
}

bool PngChunkReader::read(Bytes& content)
{
    content.resize(m_length);
    return bool(m_stream.read(reinterpret_cast<char*>(content.data()), std::streamsize(m_length)));
}

} // namespace enlarger::image
