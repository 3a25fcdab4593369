// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <istream>

namespace enlarger::image {

// Tags that point to another directory: EXIF's and GPS's in the first, interoperability's in EXIF's.
constexpr std::uint16_t exifPointer = 34665, gpsPointer = 34853, interoperabilityPointer = 40965;

/// One tag of a TIFF directory; its value is fetched on demand.
struct TiffEntry
{
    std::uint16_t tag = 0;
    std::uint16_t type = 0;  // 1 BYTE, 2 ASCII, 3 SHORT, 4 LONG, 5 RATIONAL ... 16 LONG8
    std::uint64_t count = 0; // of numbers
    std::uint64_t at = 0;    // where the value lies in the file

    std::uint64_t size() const; // of the value, in bytes; 0 for a type that TIFF does not have
};

/// Reads the directories of a TIFF or BigTIFF structure, be it a file or an EXIF block. Believes nothing:
/// offsets beyond the end, absurd counts and values larger than the file give less, never a crash.
class TiffStructure
{
public:
    /// Nothing where the stream does not begin with a TIFF header.
    static std::optional<TiffStructure> open(std::istream& stream);

    bool littleEndian() const { return m_little; }
    std::uint64_t firstDirectory() const { return m_first; }

    struct Directory
    {
        std::vector<TiffEntry> entries;
        std::uint64_t next = 0; // 0: the last one

        const TiffEntry* find(std::uint16_t tag) const;
    };
    Directory directory(std::uint64_t offset);

    /// The value's bytes as they stand in the file, which are in its byte order.
    Bytes bytes(const TiffEntry& entry);
    /// One of the value's numbers, of an unsigned integer type.
    std::optional<std::uint64_t> number(const TiffEntry& entry, std::uint64_t index = 0);
    /// The number of a tag, or `otherwise` where it is missing.
    std::uint64_t number(const Directory& directory, std::uint16_t tag, std::uint64_t otherwise);

private:
    TiffStructure(std::istream& stream, std::uint64_t size)
        : m_stream(&stream)
        , m_size(size)
    {}
    bool fetch(std::uint64_t offset, std::uint8_t* to, std::uint64_t size);
    std::uint64_t integer(const std::uint8_t* from, int size) const;

    std::istream* m_stream;
    std::uint64_t m_size; // of the file
    std::uint64_t m_first = 0;
    bool m_little = true;
    bool m_big = false;
};

} // namespace enlarger::image
