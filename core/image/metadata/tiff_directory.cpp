// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/tiff_directory.h"

#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <array>

namespace enlarger::image {

namespace {

constexpr std::uint64_t mostEntries = 4096;

int typeSize(std::uint16_t type)
{
    constexpr std::array<int, 19> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizes.size() ? sizes[type] : 0;
}

} // namespace

std::uint64_t TiffEntry::size() const
{
    return count * std::uint64_t(typeSize(type));
}

const TiffEntry* TiffStructure::Directory::find(std::uint16_t tag) const
{
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](auto& e) { return e.tag == tag; });
    return entry == entries.end() ? nullptr : &*entry;
}

std::optional<TiffStructure> TiffStructure::open(std::istream& stream)
{
    stream.clear();
    stream.seekg(0, std::ios::end);
    const auto end = stream.tellg();
    if (end < 8)
        return std::nullopt;
    TiffStructure tiff(stream, std::uint64_t(end));
    std::array<std::uint8_t, 16> head{};
    if (!tiff.fetch(0, head.data(), std::min<std::uint64_t>(head.size(), tiff.m_size)))
        return std::nullopt;
    if ((head[0] != 'I' && head[0] != 'M') || head[0] != head[1])
        return std::nullopt;
    tiff.m_little = head[0] == 'I';
    const std::uint64_t version = tiff.integer(head.data() + 2, 2);
    tiff.m_big = version == 43;
    // Olympus's ("RO", "RS") and Panasonic's RAWs are TIFFs of another number.
    const bool isCameras = version == 0x4f52 || version == 0x5352 || version == 0x55;
    if (version != 42 && !isCameras && (!tiff.m_big || tiff.integer(head.data() + 4, 2) != 8))
        return std::nullopt;
    tiff.m_first = tiff.m_big ? tiff.integer(head.data() + 8, 8) : tiff.integer(head.data() + 4, 4);
    return tiff;
}

TiffStructure::Directory TiffStructure::directory(std::uint64_t offset)
{
    Directory directory;
    const int countSize = m_big ? 8 : 2;
    const std::size_t entrySize = m_big ? 20 : 12;
    const int wordSize = m_big ? 8 : 4;
    std::array<std::uint8_t, 8> word{};
    if (offset < 8 || !fetch(offset, word.data(), std::uint64_t(countSize)))
        return directory;
    const std::uint64_t count = std::min(integer(word.data(), countSize), mostEntries);
    std::array<std::uint8_t, 20> raw{};
    std::uint64_t at = offset + std::uint64_t(countSize);
    for (std::uint64_t i = 0; i < count; ++i, at += entrySize) {
        if (!fetch(at, raw.data(), entrySize))
            return directory;
        TiffEntry entry;
        entry.tag = std::uint16_t(integer(raw.data(), 2));
        entry.type = std::uint16_t(integer(raw.data() + 2, 2));
        entry.count = integer(raw.data() + 4, wordSize);
        const std::uint64_t valueAt = 4 + std::uint64_t(wordSize); // inside the entry
        const std::uint64_t size = entry.size();
        if (typeSize(entry.type) == 0 || entry.count > m_size || size > m_size)
            continue;
        entry.at = size <= std::uint64_t(wordSize) ? at + valueAt : integer(raw.data() + valueAt, wordSize);
        directory.entries.push_back(entry);
    }
    if (fetch(at, word.data(), std::uint64_t(wordSize)))
        directory.next = integer(word.data(), wordSize);
    return directory;
}

Bytes TiffStructure::bytes(const TiffEntry& entry)
{
    const std::uint64_t size = entry.size();
    if (size > largestMetadata || entry.at > m_size || size > m_size - entry.at)
        return {};
    Bytes value(size);
    if (!fetch(entry.at, value.data(), size))
        value.clear();
    return value;
}

std::optional<std::uint64_t> TiffStructure::number(const TiffEntry& entry, std::uint64_t index)
{
    const bool isUnsigned = entry.type == 1 || entry.type == 3 || entry.type == 4 || entry.type == 13 ||
                            entry.type == 16 || entry.type == 18;
    if (!isUnsigned || index >= entry.count)
        return std::nullopt;
    std::array<std::uint8_t, 8> word{};
    const int size = typeSize(entry.type);
    if (!fetch(entry.at + index * std::uint64_t(size), word.data(), std::uint64_t(size)))
        return std::nullopt;
    return integer(word.data(), size);
}

std::uint64_t TiffStructure::number(const Directory& directory, std::uint16_t tag, std::uint64_t otherwise)
{
    const TiffEntry* const entry = directory.find(tag);
    return entry ? number(*entry).value_or(otherwise) : otherwise;
}

bool TiffStructure::fetch(std::uint64_t offset, std::uint8_t* to, std::uint64_t size)
{
    if (offset > m_size || size > m_size - offset)
        return false;
    m_stream->clear();
    m_stream->seekg(std::streamoff(offset));
    m_stream->read(reinterpret_cast<char*>(to), std::streamsize(size));
    return std::uint64_t(m_stream->gcount()) == size;
}

std::uint64_t TiffStructure::integer(const std::uint8_t* from, int size) const
{
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i)
        value |= std::uint64_t(from[i]) << 8 * (m_little ? i : size - 1 - i);
    return value;
}

} // namespace enlarger::image
