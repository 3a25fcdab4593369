// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/exif_block.h"

namespace enlarger::image {

namespace {

std::size_t sizeOfType(std::uint16_t type)
{
    constexpr std::size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    return type < std::size(sizes) ? sizes[type] : 0;
}

} // namespace

ExifBlock::ExifBlock(const Bytes& block)
    : m_block(block)
    , m_bigEndian(!block.empty() && block[0] == 'M')
{}

std::uint32_t ExifBlock::number(std::size_t at, int bytes) const
{
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value |= std::uint32_t(m_block[at + std::size_t(i)]) << 8 * (m_bigEndian ? bytes - 1 - i : i);
    return value;
}

std::vector<ExifEntry> ExifBlock::firstDirectory() const
{
    return m_block.size() < 8 ? std::vector<ExifEntry>() : directoryAt(number(4, 4));
}

std::vector<ExifEntry> ExifBlock::directory(const std::vector<ExifEntry>& parent,
                                            std::uint16_t pointerTag) const
{
    for (const ExifEntry& entry : parent)
        if (entry.tag == pointerTag && entry.count == 1 && entry.value.size() == 4)
            return directoryAt(number(entry.offset, 4));
    return {};
}

std::uint16_t ExifBlock::shortAt(std::span<const std::uint8_t> value, std::size_t index) const
{
    const std::uint8_t* at = value.data() + index * 2;
    return std::uint16_t(m_bigEndian ? at[0] << 8 | at[1] : at[1] << 8 | at[0]);
}

std::vector<ExifEntry> ExifBlock::directoryAt(std::uint32_t offset) const
{
    std::vector<ExifEntry> entries;
    if (std::uint64_t(offset) + 2 > m_block.size())
        return entries;
    const std::size_t count = number(offset, 2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = offset + 2 + i * 12;
        if (at + 12 > m_block.size())
            break;
        ExifEntry entry{std::uint16_t(number(at, 2)), std::uint16_t(number(at + 2, 2)), number(at + 4, 4)};
        const std::uint64_t size = std::uint64_t(entry.count) * sizeOfType(entry.type);
        entry.offset = size <= 4 ? std::uint32_t(at + 8) : number(at + 8, 4);
        if (size == 0 || entry.offset + size > m_block.size())
            continue;
        entry.value = m_block.subspan(entry.offset, std::size_t(size));
        entries.push_back(entry);
    }
    return entries;
}

} // namespace enlarger::image
