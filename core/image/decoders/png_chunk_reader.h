// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace enlarger::image {

/// Walks over the chunks of a PNG; what is not asked for is not read.
class PngChunkReader
{
public:
    explicit PngChunkReader(const std::filesystem::path& file);

    /// Goes to the next chunk. False: there is none, or the file cannot be read.
    bool next();
    std::string_view type() const; // "IDAT"; until next()
    std::size_t length() const { return m_length; }
    /// The chunk's content. False: it is cut off.
    bool read(Bytes& content);

private:
    std::ifstream m_stream;
    std::array<std::uint8_t, 8> m_head{};
    std::size_t m_length = 0;  // of this chunk's content, bytes
    std::streamoff m_next = 8; // where the next chunk begins: behind the signature
};

} // namespace enlarger::image
