// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"

#include <algorithm>
#include <span>

namespace enlarger::tests {

/// Sends a picture through a stage in bands whose heights repeat `cut`, and stacks what comes out.
inline Result<image::Image> runInBands(image::RowStage& stage, const image::Image& picture,
                                       std::span<const int> cut)
{
    image::Image out;
    int y = 0;
    for (std::size_t i = 0; y < picture.height(); ++i) {
        const int rows = std::min(cut[i % cut.size()], picture.height() - y);
        Result<image::Image> band =
            stage.push(picture.crop(0, y, picture.width(), rows), y + rows == picture.height());
        if (!band)
            return band;
        out = stack(out, *band);
        y += rows;
    }
    return out;
}

} // namespace enlarger::tests
