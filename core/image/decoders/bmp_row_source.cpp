// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/bmp_row_source.h"

#include "core/image/decoders/bmp_header.h"
#include "core/image/photo/read_limits.h"

#include <bit>

namespace enlarger::image {

namespace {

class BmpRowSource : public RowSource
{
public:
    explicit BmpRowSource(const std::filesystem::path& file)
        : m_file(file)
        , m_raster(file, "BMP")
    {}

    Status open()
    {
        auto header = readBmpHeader(m_raster);
        if (!header)
            return std::move(header).error();
        m_header = std::move(*header);
        if (Status size = checkSize(m_file, m_header.width, m_header.height); !size)
            return size;
        m_info.width = m_header.width;
        m_info.height = m_header.height;
        m_info.model = m_header.greyPalette ? ColourModel::Grey : ColourModel::Rgb;
        m_info.alpha = m_header.masks[3] != 0;
        for (const std::uint32_t mask : m_header.masks)
            if (std::popcount(mask) > 8) // ten bits a colour
                m_info.bits = 16;
        m_info.metadata.icc = m_header.icc;
        m_info.metadata.resolution = m_header.resolution;
        if (m_header.compression == BmpHeader::Rle8 || m_header.compression == BmpHeader::Rle4)
            return unpackRuns();
        const std::uint64_t length = (std::uint64_t(m_header.width) * std::uint64_t(m_header.bits) + 7) / 8;
        return m_raster.layOut(m_header.pixels, length, (length + 3) / 4 * 4, m_header.height,
                               m_header.bottomUp);
    }

    Status read(int rows, float* to) override
    {
        const std::size_t samples = std::size_t(m_info.width) * std::size_t(m_info.channels());
        for (; rows > 0; --rows, ++m_y, to += samples) {
            if (!m_indices.empty()) {
                const std::size_t row = std::size_t(m_header.bottomUp ? m_info.height - 1 - m_y : m_y);
                paint(m_indices.data() + row * std::size_t(m_info.width), 8, to);
                continue;
            }
            const auto row = m_raster.row(m_y);
            if (!row)
                return row.error();
            if (m_header.bits <= 8)
                paint((*row)->data(), m_header.bits, to);
            else if (m_header.bits == 24)
                takeTriples((*row)->data(), to);
            else
                takeFields((*row)->data(), to);
        }
        return {};
    }

private:
    void paint(const std::uint8_t* from, int bits, float* to) const
    {
        const std::size_t perByte = std::size_t(8 / bits);
        for (std::size_t x = 0; x < std::size_t(m_info.width); ++x) {
            const std::size_t shift = (perByte - 1 - x % perByte) * std::size_t(bits);
            const std::size_t index =
                std::size_t(from[x / perByte] >> shift) & ((std::size_t(1) << bits) - 1);
            const auto& colour = m_header.palette[index % m_header.palette.size()];
            for (int c = 0; c < m_info.channels(); ++c)
                *to++ = float(colour[std::size_t(c)]) / 255.0f;
        }
    }

    void takeTriples(const std::uint8_t* from, float* to) const
    {
        for (int x = 0; x < m_info.width; ++x, from += 3)
            for (int c = 2; c >= 0; --c)
                *to++ = float(from[c]) / 255.0f;
    }

    void takeFields(const std::uint8_t* from, float* to) const
    {
        const int size = m_header.bits / 8;
        for (int x = 0; x < m_info.width; ++x, from += size) {
            std::uint32_t pixel = 0;
            for (int b = 0; b < size; ++b)
                pixel |= std::uint32_t(from[b]) << 8 * b;
            for (std::size_t c = 0; c < std::size_t(m_info.channels()); ++c) {
                const std::uint32_t mask = m_header.masks[c];
                const int shift = std::countr_zero(mask);
                *to++ = float(double((pixel & mask) >> shift) / double(mask >> shift));
            }
        }
    }

    /// Runs of equal pixels; a zero escapes to the line's end, the picture's end, a step aside, or plain
    /// pixels.
    Status unpackRuns()
    {
        const auto width = std::uint64_t(m_info.width), height = std::uint64_t(m_info.height);
        constexpr std::uint64_t mostPerByte = 255; // pixels that a byte can stand for
        if (m_header.pixels > m_raster.size() || width * height > m_raster.size() * mostPerByte + 65536)
            return m_raster.broken("the file is too short for the size that it declares");
        m_indices.assign(width * height, 0);
        std::istream& in = m_raster.stream();
        in.clear();
        in.seekg(std::streamoff(m_header.pixels));
        const bool nibbles = m_header.compression == BmpHeader::Rle4;
        std::uint64_t x = 0, y = 0;
        const auto put = [&](int value, int i) {
            if (x < width && y < height)
                m_indices[y * width + x] = std::uint8_t(nibbles ? (i % 2 ? value & 15 : value >> 4) : value);
            ++x;
        };
        while (y < height) {
            const int count = in.get(), value = in.get();
            if (!in)
                return m_raster.broken("the file ends early");
            if (count > 0) {
                for (int i = 0; i < count; ++i)
                    put(value, i);
            } else if (value == 0) {
                x = 0;
                ++y;
            } else if (value == 1) {
                break;
            } else if (value == 2) {
                x += std::uint64_t(in.get() & 255);
                y += std::uint64_t(in.get() & 255);
            } else {
                const int bytes = nibbles ? (value + 1) / 2 : value;
                for (int b = 0, i = 0; b < bytes; ++b) {
                    const int plain = in.get() & 255;
                    for (int k = 0; k < (nibbles ? 2 : 1) && i < value; ++k, ++i)
                        put(plain, i);
                }
                if (bytes % 2)
                    in.get();
            }
        }
        return {};
    }

    std::filesystem::path m_file;
    RasterFile m_raster;
    BmpHeader m_header;
    Bytes m_indices; // into the palette, once unpacked; rows as in the file
    int m_y = 0;
};

} // namespace

OpenedSource openBmp(const std::filesystem::path& file)
{
    auto source = std::make_unique<BmpRowSource>(file);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
