// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"

#include <memory>

namespace enlarger::image {

/// Gives pixels that are (nearly) transparent the colour of the nearest opaque ones, so that neither a
/// network nor a kernel draws a dark or light fringe from colours that nobody sees. Takes rows of 2 or 4
/// channels and gives the same rows with the same alpha; looks at most `radius` pixels far, and
/// in the outer half of that fades into the colours that are there. The result does not depend on how the
/// rows are cut into bands.
std::unique_ptr<RowStage> makeAlphaBleed(int width, int height, int channels, int radius = 32);

} // namespace enlarger::image
