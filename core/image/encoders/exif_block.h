// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <span>

namespace enlarger::image {

/// One tag of a directory, its value as the bytes that stand in the block.
struct ExifEntry
{
    std::uint16_t tag = 0;
    std::uint16_t type = 0; // as in TIFF: 1 BYTE, 2 ASCII, 3 SHORT, 4 LONG, 5 RATIONAL, 7 UNDEFINED ...
    std::uint32_t count = 0;
    std::span<const std::uint8_t> value;
    std::uint32_t offset = 0; // of the value in the block
};

/// A look into an EXIF block without judging its tags. Entries that point out of the block are left out.
class ExifBlock
{
public:
    /// `block` must outlive this.
    explicit ExifBlock(const Bytes& block);

    bool bigEndian() const { return m_bigEndian; }
    std::vector<ExifEntry> firstDirectory() const;
    /// The directory that a LONG entry of `parent` points to; empty where there is none.
    std::vector<ExifEntry> directory(const std::vector<ExifEntry>& parent, std::uint16_t pointerTag) const;
    /// A number that stands in an entry's value.
    std::uint16_t shortAt(std::span<const std::uint8_t> value, std::size_t index) const;

private:
    std::uint32_t number(std::size_t at, int bytes) const;
    std::vector<ExifEntry> directoryAt(std::uint32_t offset) const;

    std::span<const std::uint8_t> m_block;
    bool m_bigEndian = false;
};

} // namespace enlarger::image
