// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/light_level_bytes.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr std::size_t contentChunk = 8, contentProperty = 4, displaySize = 24, cornersSize = 16;

std::uint32_t numberAt(ByteView data, std::size_t at, std::size_t size)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8 | data[at + i];
    return number;
}

void append(Bytes& to, std::uint32_t number, std::size_t size)
{
    for (std::size_t i = size; i-- > 0;)
        to.push_back(std::uint8_t(number >> 8 * i));
}

} // namespace

std::optional<LightLevels::Content> contentOfChunk(ByteView chunk)
{
    if (chunk.size() != contentChunk)
        return std::nullopt;
    return LightLevels::Content{numberAt(chunk, 0, 4), numberAt(chunk, 4, 4)};
}

std::optional<LightLevels::Display> displayOfChunk(ByteView chunk)
{
    if (chunk.size() != displaySize)
        return std::nullopt;
    LightLevels::Display display;
    for (std::size_t i = 0; i < display.corners.size(); ++i)
        display.corners[i] = std::uint16_t(numberAt(chunk, 2 * i, 2));
    display.brightest = numberAt(chunk, cornersSize, 4);
    display.darkest = numberAt(chunk, cornersSize + 4, 4);
    return display;
}

Bytes chunkOf(const LightLevels::Content& content)
{
    Bytes chunk;
    append(chunk, content.brightestPixel, 4);
    append(chunk, content.brightestMean, 4);
    return chunk;
}

Bytes chunkOf(const LightLevels::Display& display)
{
    Bytes chunk;
    for (const std::uint16_t corner : display.corners)
        append(chunk, corner, 2);
    append(chunk, display.brightest, 4);
    append(chunk, display.darkest, 4);
    return chunk;
}

std::optional<LightLevels::Content> contentOfProperty(ByteView property)
{
    if (property.size() != contentProperty)
        return std::nullopt;
    return LightLevels::Content{numberAt(property, 0, 2) * LightLevels::perCandela,
                                numberAt(property, 2, 2) * LightLevels::perCandela};
}

std::optional<LightLevels::Display> displayOfProperty(ByteView property)
{
    auto display = displayOfChunk(property);
    if (display) // green, blue, red
        std::rotate(display->corners.begin(), display->corners.begin() + 4, display->corners.begin() + 6);
    return display;
}

std::array<std::uint16_t, 8> inOrderOfVideo(const std::array<std::uint16_t, 8>& corners)
{
    std::array<std::uint16_t, 8> ordered = corners;
    std::rotate(ordered.begin(), ordered.begin() + 2, ordered.begin() + 6);
    return ordered;
}

} // namespace enlarger::image
