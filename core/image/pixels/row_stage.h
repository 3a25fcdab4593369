// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"

namespace enlarger::image {

/// One step of a picture's way from file to file: rows go in from top to bottom, rows come out in order,
/// later. Stages form a chain, so that nothing ever holds a whole picture.
class RowStage
{
public:
    virtual ~RowStage() = default;

    /// Takes the next rows, all of the input's width and channels; `last` says that the picture ends with
    /// them. Gives the output rows that are now complete, possibly none; after `last` the rest.
    virtual Result<Image> push(Image rows, bool last) = 0;
};

} // namespace enlarger::image
