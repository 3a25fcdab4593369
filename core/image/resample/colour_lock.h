// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/image/pixels/row_stage.h"

#include <memory>

namespace enlarger::image {

/// LR pixels that a locked pixel looks to each side: those of the blur, and one of the linear enlargement.
inline constexpr int colourLockRadius = 12 + 1;

/// Gives SR the low frequencies of its source: SR brought back to LR (area mean) is subtracted from LR, the
/// difference is blurred (Gaussian, sigma 4 LR pixels, cut at 12), enlarged linearly and added.
/// What a network changed in tone over an area goes; its detail stays. `sr` is a whole multiple of `lr` in
/// size, of the same channels; the result is not clamped.
Image lockColours(const Image& lr, const Image& sr);

/// The same around a runner, as rows stream by: a RowStage from LR rows to SR rows, equal to lockColours() of
/// the whole pictures. `runner` takes LR rows of `width` pixels and gives SR rows of `width * scale`.
std::unique_ptr<RowStage> makeColourLock(std::unique_ptr<RowStage> runner, int width, int height, int scale);

} // namespace enlarger::image
