// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace enlarger::image {

/// The colours in which a camera's RAW is developed.
enum class RawSpace { Srgb, DisplayP3, AdobeRgb, ProPhoto };

struct RawSpaceRow
{
    RawSpace space;
    const char* name; // for a person
    const char* word; // on the command line
};

/// In the order in which they are offered: from the smallest to the largest.
inline constexpr std::array rawSpaces{
    RawSpaceRow{RawSpace::Srgb, "sRGB", "srgb"},
    RawSpaceRow{RawSpace::DisplayP3, "Display P3", "p3"},
    RawSpaceRow{RawSpace::AdobeRgb, "Adobe RGB", "adobe"},
    RawSpaceRow{RawSpace::ProPhoto, "ProPhoto RGB", "prophoto"},
};

constexpr const RawSpaceRow& rowOf(RawSpace space)
{
    return rawSpaces[std::size_t(space)];
}

/// By its word; nothing where none is called so.
constexpr std::optional<RawSpace> rawSpaceFromWord(std::string_view word)
{
    for (const RawSpaceRow& row : rawSpaces)
        if (word == row.word)
            return row.space;
    return std::nullopt;
}

} // namespace enlarger::image
