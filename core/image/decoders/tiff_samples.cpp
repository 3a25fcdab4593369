// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/tiff_samples.h"

#include "core/image/pixels/sample_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace enlarger::image {

namespace {

/// IEEE 754's way of writing numbers, in fewer bits than a float has.
float smallFloat(std::uint32_t bits, int exponentBits, int fractionBits)
{
    const int special = (1 << exponentBits) - 1; // the exponent of infinity and NaN
    const int bias = special / 2;
    const int exponent = int(bits >> fractionBits) & special;
    const std::uint32_t fraction = bits & ((1u << fractionBits) - 1);
    const float sign = bits >> (exponentBits + fractionBits) ? -1.0f : 1.0f;
    if (exponent == special)
        return fraction ? NAN : sign * INFINITY;
    const std::uint32_t digits = exponent == 0 ? fraction : fraction | 1u << fractionBits;
    return std::ldexp(sign * float(digits), std::max(exponent, 1) - bias - fractionBits);
}

/// The next `bits` from bit `at` on, the highest first.
std::uint64_t bitsAt(const std::uint8_t* from, std::size_t at, int bits)
{
    std::uint64_t value = 0;
    for (int i = 0; i < bits; ++i, ++at)
        value = value << 1 | (from[at / 8] >> (7 - at % 8) & 1);
    return value;
}

/// Whole bytes in the machine's order.
std::uint64_t bytesAt(const std::uint8_t* from, int bytes)
{
    std::uint64_t value = 0;
    auto* const to = reinterpret_cast<std::uint8_t*>(&value);
    std::memcpy(std::endian::native == std::endian::little ? to : to + 8 - bytes, from, std::size_t(bytes));
    return value;
}

float floatOf(std::uint64_t value, int bits)
{
    switch (bits) {
    case 16:
        return smallFloat(std::uint32_t(value), 5, 10);
    case 24:
        return smallFloat(std::uint32_t(value), 7, 16);
    case 32:
        return std::bit_cast<float>(std::uint32_t(value));
    default:
        return sampleToFloat(std::bit_cast<double>(value));
    }
}

float integerOf(std::uint64_t value, int bits, bool negative)
{
    const std::uint64_t all = ~std::uint64_t(0) >> (64 - bits);
    if (!negative)
        return float(double(value) / double(all));
    const bool isBelowZero = value >> (bits - 1);
    return isBelowZero || bits == 1 ? 0.0f : float(double(value) / double(all >> 1));
}

} // namespace

void TiffSamples::unpack(const std::uint8_t* from, std::size_t count, float* to) const
{
    const bool isWhole = bits % 8 == 0;
    const int bytes = bits / 8;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t value = isWhole ? bytesAt(from + i * std::size_t(bytes), bytes)
                                            : bitsAt(from, i * std::size_t(bits), bits);
        const float sample = floating ? floatOf(value, bits) : integerOf(value, bits, negative);
        to[i] = whiteIsZero ? 1.0f - sample : sample;
    }
}

} // namespace enlarger::image
