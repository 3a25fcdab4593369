// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/image/pixels/pixel_rect.h"
#include "core/image/pixels/row_stage.h"
#include "core/infer/tiling/output_size.h"

#include <functional>
#include <memory>

namespace enlarger::infer {

// Networks pad with zeros, so that all of a picture of a few pixels lies next to black, and its tones are
// far off. Such a picture runs with a margin of its outermost pixels around it, and takes its tones from the
// source (image::lockColours): it has no detail that could hide what a network adds to them.

/// LR pixels of the margin: a multiple of every network's inputMultiple. With 16, realesrgan-x4plus still
/// makes a grid of 4/255 on flat colours, with 32 one of 2.
inline constexpr int tinyMargin = 32;

/// A side of fewer than 16 pixels, whatever the other one has.
bool isTiny(const PixelSize& picture);

/// The size at which a picture runs through a network: with its margin where it is tiny.
PixelSize networkSize(const PixelSize& picture);

/// A rectangle of the picture with its margin, where (0, 0) is the margin's corner.
image::Image pieceWithMargin(const image::Image& picture, const image::PixelRect& area);

/// A RowStage from LR to SR rows around the runner that `make` makes for networkSize(picture): just that
/// runner, unless the picture is tiny.
std::unique_ptr<image::RowStage>
makeRunnerWithMargin(const PixelSize& picture, int scale,
                     const std::function<std::unique_ptr<image::RowStage>(const PixelSize&)>& make);

} // namespace enlarger::infer
