// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/rgb.h"

#include <algorithm>

namespace enlarger::image {

Image asRgb(Image picture)
{
    const int channels = picture.channels();
    if (channels == 3)
        return picture;
    if (channels == 4)
        return picture.takeChannels(0, 3);
    Image rgb(picture.width(), picture.height(), 3);
    const float* from = picture.data();
    for (float* to = rgb.data(); to != rgb.data() + rgb.size(); to += 3, from += channels)
        std::fill_n(to, 3, *from);
    return rgb;
}

} // namespace enlarger::image
