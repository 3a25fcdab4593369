// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"

#include <cstdint>
#include <memory>

namespace enlarger::image {

/// Turns a picture of width x height by `degrees` (-45..45, clockwise) about its middle, at its own scale,
/// and gives the part that turnedPicture() says. Lanczos of three lobes across and down; what lies beyond the
/// border is the outermost pixel again. Colours of pixels with alpha (channels 2 and 4) count as much as
/// these cover. Values 0..1 come out as such.
std::unique_ptr<RowStage> makeStraightening(int width, int height, int channels, double degrees);

/// Bytes of the rows that it holds at once: those that a slanting line across the picture passes.
std::int64_t straighteningMemory(int width, int height, int channels, double degrees);

} // namespace enlarger::image
