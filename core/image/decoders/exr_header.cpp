// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/exr_header.h"

#include "core/image/metadata/metadata_blocks.h"

#include <bit>
#include <fstream>
#include <string>

namespace enlarger::image {

namespace {

std::uint32_t littleEndianAt(ByteView data, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value |= std::uint32_t(data[at + i]) << 8 * i;
    return value;
}

/// Text up to its zero, of which names have at most 255 bytes.
std::optional<std::string> name(std::istream& stream)
{
    std::string text;
    if (!std::getline(stream, text, '\0') || text.size() > 255)
        return std::nullopt;
    return text;
}

/// A name, and 16 bytes on how it is stored, of each channel; at last an empty name.
void readChannels(ByteView data, ExrHeader& header)
{
    while (!data.empty() && data[0] != 0) {
        std::size_t length = 0;
        while (length < data.size() && data[length] != 0)
            ++length;
        const std::string channel(data.begin(), data.begin() + std::ptrdiff_t(length));
        const bool isColour = channel == "R" || channel == "G" || channel == "B" || channel == "Y";
        header.hasColours = header.hasColours || isColour;
        header.hasAlpha = header.hasAlpha || channel == "A";
        header.hasOthers =
            header.hasOthers || (!isColour && channel != "A" && channel != "RY" && channel != "BY");
        data = data.subspan(std::min(data.size(), length + 1 + 16));
    }
}

std::optional<Chromaticities> chromaticities(ByteView data)
{
    if (data.size() != 32)
        return std::nullopt;
    const auto point = [&](std::size_t at) {
        return Chromaticities::Point{double(std::bit_cast<float>(littleEndianAt(data, at))),
                                     double(std::bit_cast<float>(littleEndianAt(data, at + 4)))};
    };
    const Chromaticities found{.white = point(24), .red = point(0), .green = point(8), .blue = point(16)};
    return found.areSound() ? std::optional(found) : std::nullopt;
}

} // namespace

ExrHeader readExrHeader(const std::filesystem::path& file)
{
    constexpr std::uint32_t severalParts = 0x1000;
    constexpr std::uint32_t largest = 1 << 20; // bytes of an attribute that is looked at
    ExrHeader header;
    std::ifstream stream(file, std::ios::binary);
    Bytes word(8);
    const auto read = [&](Bytes& to) {
        return bool(stream.read(reinterpret_cast<char*>(to.data()), std::streamsize(to.size())));
    };
    if (!read(word))
        return header;
    header.hasSeveralParts = littleEndianAt(word, 4) & severalParts;
    for (int count = 0; count < 1000; ++count) {
        const auto attribute = name(stream);
        if (!attribute)
            return header;
        if (attribute->empty()) {
            header.isWhole = true;
            return header;
        }
        Bytes size(4);
        if (!name(stream) || !read(size)) // the type, which the name tells already
            return header;
        const std::uint32_t bytes = littleEndianAt(size, 0);
        if (bytes > largest) {
            stream.seekg(std::streamoff(bytes), std::ios::cur);
            continue;
        }
        Bytes value(bytes);
        if (!read(value))
            return header;
        if (*attribute == "channels")
            readChannels(value, header);
        else if (*attribute == "chromaticities")
            header.chromaticities = chromaticities(value);
    }
    return header;
}

} // namespace enlarger::image
