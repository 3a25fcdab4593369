// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/image/made_dng.h"
#include "tests/core/image/made_files.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace enlarger::tests {

inline constexpr int width = 96, height = 64;

/// Four plain patches and below them a white one, in linear sRGB: no photo, but one whose colours are known.
inline image::Image patches()
{
    image::Image linear(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const std::array<float, 3> colour = y >= 48  ? std::array{0.75f, 0.75f, 0.75f}
                                                : x < 24 ? std::array{0.5f, 0.2f, 0.1f}
                                                : x < 48 ? std::array{0.1f, 0.4f, 0.2f}
                                                : x < 72 ? std::array{0.1f, 0.15f, 0.5f}
                                                         : std::array{0.02f, 0.02f, 0.02f};
            for (int c = 0; c < 3; ++c)
                linear.at(x, y, c) = colour[std::size_t(c)];
        }
    return linear;
}

/// Middles of the patches, as stored.
inline constexpr std::array<std::array<int, 2>, 5> middles{
    {{12, 24}, {36, 24}, {60, 24}, {84, 24}, {48, 56}}};

/// The greatest difference of the patches' middles, after a turn, from what they are; 1000: another size.
inline float farthestPatch(const image::Image& read, const image::Image& linear, int orientation = 1)
{
    image::Image wanted(linear.width(), linear.height(), 3);
    std::transform(linear.data(), linear.data() + linear.size(), wanted.data(), encodedSrgb);
    image::Image marks(linear.width(), linear.height(), 1); // where the middles are
    std::fill_n(marks.data(), marks.size(), 0.0f);
    for (const auto& [x, y] : middles)
        marks.at(x, y, 0) = 1.0f;
    wanted = upright(wanted, orientation);
    marks = upright(marks, orientation);
    if (read.width() != wanted.width() || read.height() != wanted.height() || read.channels() != 3)
        return 1000.0f;
    float most = 0.0f;
    for (int y = 0; y < read.height(); ++y)
        for (int x = 0; x < read.width(); ++x)
            for (int c = 0; c < 3 && marks.at(x, y, 0) > 0.0f; ++c)
                most = std::max(most, std::abs(read.at(x, y, c) - wanted.at(x, y, c)));
    return most;
}

} // namespace enlarger::tests
