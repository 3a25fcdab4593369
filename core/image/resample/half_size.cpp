// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/half_size.h"

#include <algorithm>

namespace enlarger::image {

std::vector<std::uint8_t> halfSize(const std::vector<std::uint8_t>& pixels, int width, int height)
{
    constexpr std::size_t bytes = 4; // a pixel
    const std::size_t rowSize = std::size_t(width) * bytes;
    std::vector<std::uint8_t> half(std::size_t(halfOf(width)) * std::size_t(halfOf(height)) * bytes);
    auto to = half.begin();
    for (int y = 0; y < height; y += 2) {
        const std::uint8_t* upper = &pixels[std::size_t(y) * rowSize];
        const std::uint8_t* lower = &pixels[std::size_t(std::min(y + 1, height - 1)) * rowSize];
        for (int x = 0; x < width; x += 2) {
            const std::size_t left = std::size_t(x) * bytes;
            const std::size_t right = std::size_t(std::min(x + 1, width - 1)) * bytes;
            for (std::size_t c = 0; c < bytes; ++c)
                *to++ = static_cast<std::uint8_t>(
                    (upper[left + c] + upper[right + c] + lower[left + c] + lower[right + c] + 2) / 4);
        }
    }
    return half;
}

} // namespace enlarger::image
