// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/exif_layout.h"

#include "core/image/metadata/tiff_directory.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr std::uint16_t makerNote = 0x927c;

class Layout
{
public:
    Layout(bool bigEndian, bool bigTiff, std::uint64_t start)
        : m_bigEndian(bigEndian)
        , m_offsetSize(bigTiff ? 8 : 4)
        , m_start(start)
    {}

    std::uint64_t position() const { return m_start + m_bytes.size(); }
    Bytes take() { return std::move(m_bytes); }

    void padTo(std::uint64_t position) { m_bytes.resize(std::size_t(position - m_start)); }
    std::uint64_t put(std::span<const std::uint8_t> value)
    {
        align();
        const std::uint64_t at = position();
        m_bytes.insert(m_bytes.end(), value.begin(), value.end());
        return at;
    }

    /// Writes a directory whose values of more than an offset's size follow it, and gives its position. A
    /// value of `placed` stands at that position already; `child` replaces the interoperability pointer.
    std::uint64_t putDirectory(ExifEntries entries, std::uint64_t placed, std::uint64_t child)
    {
        std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.tag < b.tag; });
        align();
        const std::uint64_t at = position();
        number(entries.size(), m_offsetSize == 8 ? 8 : 2);
        std::uint64_t next = position() + entries.size() * (4 + 2 * m_offsetSize) + m_offsetSize;
        Bytes values;
        for (const ExifEntry& entry : entries) {
            number(entry.tag, 2);
            const bool pointer = entry.tag == interoperabilityPointer;
            number(pointer && m_offsetSize == 8 ? 13 : entry.type, 2); // 13: IFD
            number(entry.count, m_offsetSize);
            if (pointer) {
                number(child, 4);
                m_bytes.resize(m_bytes.size() + m_offsetSize - 4);
            } else if (entry.value.size() <= m_offsetSize) {
                m_bytes.insert(m_bytes.end(), entry.value.begin(), entry.value.end());
                m_bytes.resize(m_bytes.size() + m_offsetSize - entry.value.size());
            } else if (entry.tag == makerNote && placed != 0) {
                number(placed, m_offsetSize);
            } else {
                number(next + values.size(), m_offsetSize);
                values.insert(values.end(), entry.value.begin(), entry.value.end());
                values.resize(values.size() + values.size() % 2);
            }
        }
        number(0, m_offsetSize); // no next directory
        m_bytes.insert(m_bytes.end(), values.begin(), values.end());
        return at;
    }

private:
    void align() { m_bytes.resize(m_bytes.size() + std::size_t(position() % 2)); }
    void number(std::uint64_t value, std::size_t bytes)
    {
        for (std::size_t i = 0; i < bytes; ++i)
            m_bytes.push_back(std::uint8_t(value >> 8 * (m_bigEndian ? bytes - 1 - i : i)));
    }

    bool m_bigEndian;
    std::size_t m_offsetSize;
    std::uint64_t m_start;
    Bytes m_bytes;
};

} // namespace

ExifDirectories layOutExif(const ExifBlock& block, std::uint64_t start, bool bigTiff)
{
    ExifEntries exif = block.exif();
    const ExifEntries& gps = block.gps();
    const ExifEntries& interoperability = block.interoperability();
    if (interoperability.empty())
        std::erase_if(exif, [](const ExifEntry& entry) { return entry.tag == interoperabilityPointer; });

    ExifDirectories directories;
    Layout layout(block.bigEndian(), bigTiff, start);
    std::uint64_t placed = 0;
    for (const ExifEntry& entry : exif) {
        if (entry.tag == makerNote && entry.value.size() > 8 && entry.offset >= start) {
            layout.padTo(entry.offset);
            layout.put(entry.value);
            placed = entry.offset;
            break;
        }
    }
    std::uint64_t child = 0;
    if (!interoperability.empty())
        child = layout.putDirectory(interoperability, 0, 0);
    if (!exif.empty())
        directories.exif = layout.putDirectory(std::move(exif), placed, child);
    if (!gps.empty())
        directories.gps = layout.putDirectory(gps, 0, 0);
    directories.bytes = layout.take();
    return directories;
}

} // namespace enlarger::image
