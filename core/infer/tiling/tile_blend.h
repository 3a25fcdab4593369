// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/infer/tiling/tile_plan.h"

#include <vector>

namespace enlarger::infer {

/// How much each SR pixel of tile `index`'s output counts along one axis: 1, and a linear fade where a
/// neighbour's output overlaps. The fades of two neighbours add up to 1.
std::vector<float> fadeWeights(const std::vector<TileSpan>& axis, std::size_t index, int scale);

/// Adds `piece` times its weights to `target`, its upper left pixel at (x, y). What lies above or below the
/// target is left out.
void addFaded(image::Image& target, int x, int y, const image::Image& piece,
              const std::vector<float>& weightsX, const std::vector<float>& weightsY);

} // namespace enlarger::infer
