// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace enlarger::image {

/// How bright an HDR picture is, as containers say it beside the pixels: integers in the units of PNG, which
/// are the finest in use, so that nothing is rounded on the way.
struct LightLevels
{
    static constexpr std::uint32_t perCandela = 10'000; // steps of a cd/m2

    /// Of the picture itself (CTA-861.3).
    struct Content
    {
        std::uint32_t brightestPixel = 0; // MaxCLL
        std::uint32_t brightestMean = 0;  // MaxFALL

        bool operator==(const Content&) const = default;
    };
    /// Of the display on which it was graded (SMPTE ST 2086).
    struct Display
    {
        std::array<std::uint16_t, 8> corners{}; // x and y of red, green, blue and white, in steps of 0.00002
        std::uint32_t brightest = 0;
        std::uint32_t darkest = 0;

        bool operator==(const Display&) const = default;
    };

    std::optional<Content> content = {};
    std::optional<Display> display = {};

    bool isKnown() const { return content || display; }
    bool operator==(const LightLevels&) const = default;
};

} // namespace enlarger::image
