// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/packed_picture.h"

#include <QSize>

namespace enlarger::ui {

/// A rectangle of `size` (LR pixels, or less where the picture is smaller) to show what networks make of a
/// picture: the centre of what is seen where that is little, else the place in the middle part of it with
/// most detail.
image::PixelRect cropPlace(const image::PackedPicture& picture, const image::PixelRect& seen,
                           const QSize& size);

} // namespace enlarger::ui
