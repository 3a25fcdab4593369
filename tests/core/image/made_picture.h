// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace enlarger::tests {

/// Noise of 0..1, the same on every machine.
inline image::Image noise(int width, int height, int channels, std::uint32_t seed = 1)
{
    image::Image picture(width, height, channels);
    std::generate_n(picture.data(), picture.size(), [&seed] {
        seed = seed * 1664525u + 1013904223u;
        return float(seed >> 8) / float(1 << 24);
    });
    return picture;
}

/// Every pixel has these channels.
inline image::Image plain(int width, int height, std::initializer_list<float> pixel)
{
    image::Image picture(width, height, int(pixel.size()));
    for (float* p = picture.data(); p != picture.data() + picture.size(); p += pixel.size())
        std::copy(pixel.begin(), pixel.end(), p);
    return picture;
}

inline bool same(const image::Image& a, const image::Image& b)
{
    return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() &&
           std::equal(a.data(), a.data() + a.size(), b.data());
}

} // namespace enlarger::tests
