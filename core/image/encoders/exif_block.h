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

using ExifEntries = std::vector<ExifEntry>;

/// The directories of an EXIF block, without judging their tags: TiffStructure's, with the values at hand.
/// Empty entries and those that point out of the block are left out; a directory that is missing is empty.
class ExifBlock
{
public:
    /// `block` must outlive this.
    explicit ExifBlock(const Bytes& block);

    bool bigEndian() const { return m_bigEndian; }
    const ExifEntries& firstDirectory() const { return m_first; }
    const ExifEntries& exif() const { return m_exif; }
    const ExifEntries& gps() const { return m_gps; }
    const ExifEntries& interoperability() const { return m_interoperability; }

    /// A number that stands in an entry's value.
    std::uint16_t shortAt(std::span<const std::uint8_t> value, std::size_t index) const;

private:
    bool m_bigEndian = false;
    ExifEntries m_first;
    ExifEntries m_exif;
    ExifEntries m_gps;
    ExifEntries m_interoperability;
};

} // namespace enlarger::image
