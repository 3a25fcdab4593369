// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"

#include <memory>

namespace enlarger::image {

/// Blurs rows of any channels with a Gaussian of `sigma` pixels, cut at `radius` pixels to each side; the
/// border is repeated. The result does not depend on how the rows are cut into bands.
std::unique_ptr<RowStage> makeGaussianBlur(int width, int height, int channels, double sigma, int radius);

} // namespace enlarger::image
