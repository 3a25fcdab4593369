// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/exif_block.h"

#include "core/image/metadata/tiff_directory.h"

#include <sstream>

namespace enlarger::image {

namespace {

ExifEntries valuesOf(const TiffStructure::Directory& directory, std::span<const std::uint8_t> block)
{
    constexpr std::uint16_t lastType = 13; // of classic TIFF: IFD
    ExifEntries entries;
    for (const TiffEntry& entry : directory.entries) {
        const std::uint64_t size = entry.size();
        if (entry.type > lastType || size == 0 || size > block.size() || entry.at > block.size() - size)
            continue;
        entries.push_back({entry.tag, entry.type, std::uint32_t(entry.count),
                           block.subspan(std::size_t(entry.at), std::size_t(size)), std::uint32_t(entry.at)});
    }
    return entries;
}

} // namespace

ExifBlock::ExifBlock(const Bytes& block)
{
    std::istringstream stream(std::string(block.begin(), block.end()));
    auto tiff = TiffStructure::open(stream);
    if (!tiff)
        return;
    m_bigEndian = !tiff->littleEndian();
    const auto childOf = [&](const TiffStructure::Directory& parent, std::uint16_t pointer) {
        return tiff->directory(tiff->number(parent, pointer, 0));
    };
    const auto first = tiff->directory(tiff->firstDirectory());
    const auto exif = childOf(first, exifPointer);
    m_first = valuesOf(first, block);
    m_exif = valuesOf(exif, block);
    m_gps = valuesOf(childOf(first, gpsPointer), block);
    m_interoperability = valuesOf(childOf(exif, interoperabilityPointer), block);
}

std::uint16_t ExifBlock::shortAt(std::span<const std::uint8_t> value, std::size_t index) const
{
    const std::uint8_t* at = value.data() + index * 2;
    return std::uint16_t(m_bigEndian ? at[0] << 8 | at[1] : at[1] << 8 | at[0]);
}

} // namespace enlarger::image
