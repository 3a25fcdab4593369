// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/tiling/tiled_runner.h"

namespace enlarger::tests {

/// Reproducible noise, 0..1.
image::Image noise(int width, int height, int channels, unsigned seed = 1);

/// Stands in for a network of known radius: every pixel becomes the mean over (2 radius + 1)^2 neighbours,
/// with zeros beyond the border as a convolution's padding has them, and then scale x scale pixels.
image::Image blurAndEnlarge(const image::Image& piece, int radius, int scale);
infer::EnlargePiece syntheticNetwork(int radius, int scale);

double largestDifference(const image::Image& a, const image::Image& b); // infinite where the shapes differ

/// Pushes a picture in bands of `band` rows and stacks what comes out.
Result<image::Image> pushAll(image::RowStage& stage, const image::Image& picture, int band);

} // namespace enlarger::tests
