// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/channel_rows.h"

#include <algorithm>
#include <cstddef>

namespace enlarger::infer {

void rowWithChannels(const float* from, int given, float* to, int channels, int width)
{
    if (given == channels) {
        std::copy_n(from, std::size_t(width) * std::size_t(channels), to);
        return;
    }
    const int givenColours = given < 3 ? 1 : 3;
    const int colours = channels < 3 ? 1 : 3;
    for (int x = 0; x < width; ++x, from += given, to += channels) {
        if (givenColours == colours)
            std::copy_n(from, colours, to);
        else if (colours == 3)
            std::fill_n(to, 3, from[0]);
        else
            to[0] = (from[0] + from[1] + from[2]) / 3.0F;
        if (channels % 2 == 0)
            to[channels - 1] = given % 2 == 0 ? from[given - 1] : 1.0F;
    }
}

} // namespace enlarger::infer
