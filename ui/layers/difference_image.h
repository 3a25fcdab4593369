// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/packed_picture.h"
#include "core/infer/screen/region_renderer.h"

#include <QImage>

namespace enlarger::ui {

enum class Difference {
    FromSource,  // SR brought back to LR (area mean), minus LR: what the network changed. One pixel an LR
                 // pixel
    FromBicubic, // SR minus bicubic: what the network added
};

/// A tile's difference as a picture: middle grey where there is none, `gain` times as bright or dark a
/// channel where there is. Takes milliseconds: not for the GUI thread.
QImage differenceImage(Difference kind, const infer::RegionTile& tile, const image::PackedPicture& picture,
                       double gain);

} // namespace enlarger::ui
