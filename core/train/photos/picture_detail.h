// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

/// How much is to be seen in an RGB picture: by how much the green of neighbours differs, on average.
inline double detailOf(const image::Image& picture)
{
    double sum = 0.0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 1; x < picture.width(); ++x)
            sum += std::abs(double(picture.at(x, y, 1)) - picture.at(x - 1, y, 1));
    return sum / std::max(1.0, double(picture.width()) * picture.height());
}

} // namespace enlarger::train
