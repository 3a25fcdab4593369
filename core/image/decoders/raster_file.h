// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

#include <fstream>

namespace enlarger::image {

/// A picture that lies uncompressed in its file, row after row of one length.
class RasterFile
{
public:
    RasterFile(const std::filesystem::path& file, const char* format);

    std::ifstream& stream() { return m_stream; }
    std::uint64_t size() const { return m_size; }

    /// Where the rows of `length` bytes begin, and how far each is from the next; the lowest row first where
    /// `bottomUp`.
    Status layOut(std::uint64_t offset, std::uint64_t length, std::uint64_t stride, int height,
                  bool bottomUp);

    /// Row y of the picture, counted from its top.
    Result<const Bytes*> row(int y);

    Error broken(const std::string& details) const;

private:
    std::filesystem::path m_file;
    const char* m_format;
    std::ifstream m_stream;
    std::uint64_t m_size = 0;
    std::uint64_t m_offset = 0;
    std::uint64_t m_stride = 0;
    int m_height = 0;
    bool m_bottomUp = false;
    Bytes m_row;
};

} // namespace enlarger::image
