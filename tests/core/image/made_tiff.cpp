// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/made_tiff.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace enlarger::tests {

namespace {

using image::Bytes;

/// Appends numbers of any width: whole bytes in the machine's order, others bit by bit from the highest.
class BitPacker
{
public:
    explicit BitPacker(int bits)
        : m_bits(bits)
    {}

    void add(std::uint64_t value)
    {
        if (m_bits % 8 == 0) {
            for (int i = 0; i < m_bits / 8; ++i) // tests run on little-endian machines
                m_bytes.push_back(std::uint8_t(value >> 8 * i));
            return;
        }
        for (int i = m_bits - 1; i >= 0; --i, ++m_used) {
            if (m_used % 8 == 0)
                m_bytes.push_back(0);
            m_bytes.back() |= std::uint8_t((value >> i & 1) << (7 - m_used % 8));
        }
    }

    Bytes take() { return std::move(m_bytes); }

private:
    int m_bits;
    std::size_t m_used = 0; // bits
    Bytes m_bytes;
};

std::uint64_t stored(float value, const MadeTiff& made)
{
    if (made.format == SAMPLEFORMAT_IEEEFP)
        return floatBits(double(value), made.bits);
    const int digits = made.format == SAMPLEFORMAT_INT ? made.bits - 1 : made.bits;
    const double largest = std::ldexp(1.0, digits) - 1.0;
    if (digits == 64)
        return value == 1.0f ? ~std::uint64_t(0) : std::uint64_t(double(value) * largest);
    return std::uint64_t(std::llround(double(value) * largest));
}

/// A strip or tile: `width` x `height` at x, y of one channel or, negative, of all; black beyond the edges.
Bytes piece(const image::Image& picture, const MadeTiff& made, int x, int y, int width, int height,
            int channel)
{
    Bytes all;
    for (int row = y; row < y + height; ++row) {
        BitPacker packer(made.bits);
        for (int column = x; column < x + width; ++column)
            for (int c = 0; c < picture.channels(); ++c) {
                const bool isInside = column < picture.width() && row < picture.height();
                if (channel < 0 || c == channel)
                    packer.add(isInside ? stored(picture.at(column, row, c), made) : 0);
            }
        const Bytes bytes = packer.take();
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

} // namespace

std::uint64_t floatBits(double value, int bits)
{
    if (bits == 64)
        return std::bit_cast<std::uint64_t>(value);
    if (bits == 32)
        return std::bit_cast<std::uint32_t>(float(value));
    const int exponentBits = bits == 16 ? 5 : 7;
    const int fractionBits = bits - 1 - exponentBits;
    const int bias = (1 << (exponentBits - 1)) - 1;
    const std::uint64_t sign = std::uint64_t(std::signbit(value)) << (bits - 1);
    const std::uint64_t special = std::uint64_t(2 * bias + 1) << fractionBits;
    if (!std::isfinite(value))
        return sign | special | (std::isnan(value) ? 1 : 0);
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(value), &exponent); // 0.5..1
    if (value == 0.0 || exponent - 1 + bias <= 0)                    // below the normal numbers
        return sign | std::uint64_t(std::llround(std::ldexp(std::fabs(value), bias - 1 + fractionBits)));
    const auto digits = std::uint64_t(std::llround(std::ldexp(fraction, fractionBits + 1)));
    return sign | ((std::uint64_t(exponent - 2 + bias) << fractionBits) + digits);
}

bool writeTiff(const std::filesystem::path& file, const image::Image& picture, const MadeTiff& made)
{
    TIFF* const tiff = TIFFOpen(file.c_str(), made.bigEndian ? "wb" : "wl");
    if (!tiff)
        return false;
    const int planes = made.planar ? picture.channels() : 1;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width());
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height());
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, made.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, made.format);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, picture.channels());
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, made.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, made.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, made.compression);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, made.orientation);
    if (made.predictor)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, made.predictor);
    if (made.alpha) {
        const auto kind = std::uint16_t(made.alpha);
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    const int width = made.tiled ? 32 : picture.width();
    const int height = made.tiled ? 16 : made.rowsPerStrip;
    if (made.tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, width);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, height);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
    }
    bool good = true;
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < picture.height(); y += height)
            for (int x = 0; x < picture.width(); x += width) {
                const int rows = made.tiled ? height : std::min(height, picture.height() - y);
                Bytes data = piece(picture, made, x, y, width, rows, made.planar ? plane : -1);
                const auto sample = std::uint16_t(plane);
                const auto size = tmsize_t(data.size());
                good =
                    good &&
                    (made.tiled
                         ? TIFFWriteTile(tiff, data.data(), std::uint32_t(x), std::uint32_t(y), 0, sample) > 0
                         : TIFFWriteEncodedStrip(tiff, TIFFComputeStrip(tiff, std::uint32_t(y), sample),
                                                 data.data(), size) == size);
            }
    TIFFClose(tiff);
    return good;
}

void patchTiff(Bytes& tiff, int tag, std::size_t index, int value)
{
    const auto number = [&](std::size_t at, int bytes) {
        std::size_t all = 0;
        for (int i = 0; i < bytes; ++i)
            all |= std::size_t(tiff.at(at + std::size_t(i))) << 8 * i;
        return all;
    };
    const std::size_t directory = number(4, 4);
    for (std::size_t i = 0; i < number(directory, 2); ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (number(entry, 2) != std::size_t(tag))
            continue;
        const std::size_t at = (number(entry + 4, 4) > 2 ? number(entry + 8, 4) : entry + 8) + 2 * index;
        tiff.at(at) = std::uint8_t(value);
        tiff.at(at + 1) = std::uint8_t(value >> 8);
    }
}

Bytes oldStyleTiff(const Bytes& jpeg, int width, int height, int samples)
{
    struct Entry
    {
        int tag, type, count;
        std::size_t value;
    };
    constexpr int shortType = 3, longType = 4;
    const bool isGrey = samples == 1;
    std::vector<Entry> entries{{256, shortType, 1, std::size_t(width)},
                               {257, shortType, 1, std::size_t(height)},
                               {258, shortType, 1, 8},
                               {259, shortType, 1, COMPRESSION_OJPEG},
                               {262, shortType, 1, isGrey ? 1u : 6u},
                               {273, longType, 1, 0},
                               {277, shortType, 1, std::size_t(samples)},
                               {278, shortType, 1, std::size_t(height)},
                               {279, longType, 1, jpeg.size()},
                               {512, shortType, 1, 1},
                               {513, longType, 1, 0},
                               {514, longType, 1, jpeg.size()},
                               {530, shortType, 2, 0x10001}};
    const std::size_t bitsAt = 8 + 2 + 12 * entries.size() + 4;
    const std::size_t jpegAt = bitsAt + 6;
    if (!isGrey) {
        entries[2].count = 3;
        entries[2].value = bitsAt;
    }
    entries[5].value = entries[10].value = jpegAt;
    Bytes file{'I', 'I', 42, 0, 8, 0, 0, 0};
    const auto add = [&](std::size_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file.push_back(std::uint8_t(value >> 8 * i));
    };
    add(entries.size(), 2);
    for (const Entry& entry : entries) {
        add(std::size_t(entry.tag), 2);
        add(std::size_t(entry.type), 2);
        add(std::size_t(entry.count), 4);
        add(entry.value, 4);
    }
    add(0, 4);
    for (int i = 0; i < 3; ++i)
        add(8, 2);
    file.insert(file.end(), jpeg.begin(), jpeg.end());
    return file;
}

} // namespace enlarger::tests
