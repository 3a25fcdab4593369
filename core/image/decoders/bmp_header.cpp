// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/bmp_header.h"

#include "core/image/photo/read_limits.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr std::size_t fileHeader = 14;
constexpr std::size_t largestHeader = 124; // version 5

class LittleEndian
{
public:
    explicit LittleEndian(Bytes bytes)
        : m_bytes(std::move(bytes))
    {
        m_bytes.resize(fileHeader + largestHeader + 16);
    }
    std::uint32_t u16(std::size_t at) const { return std::uint32_t(m_bytes[at] | m_bytes[at + 1] << 8); }
    std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }

private:
    Bytes m_bytes;
};

Bytes readAt(RasterFile& raster, std::uint64_t offset, std::size_t size)
{
    Bytes bytes(size);
    raster.stream().clear();
    raster.stream().seekg(std::streamoff(offset));
    raster.stream().read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size));
    bytes.resize(std::size_t(raster.stream().gcount()));
    return bytes;
}

void readMasks(BmpHeader& header, const LittleEndian& in, std::size_t headerSize)
{
    if (header.compression == BmpHeader::None) {
        if (header.bits == 16)
            header.masks = {0x7c00, 0x03e0, 0x001f, 0};
        else if (header.bits == 32) // the fourth byte is not used
            header.masks = {0xff0000, 0xff00, 0xff, 0};
        return;
    }
    // Inside the header from version 2 on, right after it in version 1.
    const bool alpha = headerSize >= 56 || header.compression == BmpHeader::AlphaBitFields;
    for (std::size_t i = 0; i < (alpha ? 4 : 3); ++i)
        header.masks[i] = in.u32(fileHeader + 40 + 4 * i);
}

bool masksAreSound(const BmpHeader& header)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint32_t mask = header.masks[i];
        const std::uint32_t ones = mask ? mask >> std::countr_zero(mask) : 0;
        if ((ones & (ones + 1)) != 0 || (i < 3 && mask == 0)) // a gap, or no colour at all
            return false;
        if (header.bits == 16 && mask > 0xffff)
            return false;
    }
    return true;
}

} // namespace

Result<BmpHeader> readBmpHeader(RasterFile& raster)
{
    const Bytes head = readAt(raster, 0, fileHeader + largestHeader + 16);
    if (head.size() < fileHeader + 12)
        return raster.broken("the header is cut off");
    const LittleEndian in(head);
    const std::size_t headerSize = in.u32(fileHeader);
    const bool core = headerSize == 12; // of OS/2
    if (!core && (headerSize < 40 || headerSize > largestHeader))
        return raster.broken("the header has an unknown length");

    BmpHeader header;
    header.pixels = in.u32(10);
    header.width = core ? int(in.u16(18)) : int(in.u32(18));
    const int height = core ? int(in.u16(20)) : int(in.u32(22));
    header.bottomUp = height > 0;
    header.height = height == std::numeric_limits<int>::min() ? 0 : std::abs(height);
    header.bits = int(core ? in.u16(24) : in.u16(28));
    header.compression = core ? 0 : int(in.u32(30));
    if (!core)
        header.resolution = resolutionPerMetre(in.u32(38), in.u32(42));
    const bool indexed = header.bits == 1 || header.bits == 2 || header.bits == 4 || header.bits == 8;
    if (!indexed && header.bits != 16 && header.bits != 24 && header.bits != 32)
        return raster.broken("pixels of an unknown depth");
    const bool fields =
        header.compression == BmpHeader::BitFields || header.compression == BmpHeader::AlphaBitFields;
    if (header.compression != BmpHeader::None && !(fields && (header.bits == 16 || header.bits == 32)) &&
        !(header.compression == BmpHeader::Rle8 && header.bits == 8) &&
        !(header.compression == BmpHeader::Rle4 && header.bits == 4))
        return raster.broken("an unknown compression");

    readMasks(header, in, headerSize);
    if ((header.bits == 16 || header.bits == 32) && !masksAreSound(header))
        return raster.broken("channels that overlap or are missing");

    if (indexed) {
        const std::uint64_t most = std::uint64_t(1) << header.bits;
        const std::uint64_t used = core ? 0 : in.u32(46);
        const std::size_t entry = core ? 3 : 4;
        const Bytes raw =
            readAt(raster, fileHeader + headerSize, std::size_t(used ? std::min(used, most) : most) * entry);
        header.palette.resize(most); // what a pixel names beyond the table is black
        for (std::size_t i = 0; (i + 1) * entry <= raw.size(); ++i)
            header.palette[i] = {raw[i * entry + 2], raw[i * entry + 1], raw[i * entry]};
        header.greyPalette = std::all_of(header.palette.begin(), header.palette.end(),
                                         [](auto& c) { return c[0] == c[1] && c[1] == c[2]; });
    }
    constexpr std::uint32_t embedded = 0x4d424544; // "MBED"
    if (headerSize == largestHeader && in.u32(fileHeader + 56) == embedded) {
        const std::uint64_t at = fileHeader + in.u32(fileHeader + 112), size = in.u32(fileHeader + 116);
        if (at <= raster.size() && size <= std::min<std::uint64_t>(raster.size() - at, largestMetadata))
            header.icc = readAt(raster, at, std::size_t(size));
    }
    return header;
}

} // namespace enlarger::image
