// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// Checkerboard artefacts (Odena et al. 2016) that a network draws into flat places: a pattern that repeats
/// with every pixel of the small picture, since each becomes scale x scale large ones by the same few
/// convolutions. Adversaries hardly see it, people do. The artefact is known, the loss is of our own
/// making; docs/losses.md has its equation.
///
/// What a pixel differs by from the mean of its four neighbours is averaged over the pixels of one place
/// within their block of scale x scale, in windows of 8 x 8 blocks; a texture that knows nothing of the
/// blocks averages out. Of the scale^2 means the root mean square, over windows and channels the mean. Blocks
/// count by how flat the true picture is there. N x C x H x W in 0..1, sides multiples of the scale (2 or
/// more) and three blocks or more. A scalar in fp32, gradient to `sr` alone.
torch::Tensor checkerboardLoss(const torch::Tensor& sr, const torch::Tensor& hr, int scale);

} // namespace enlarger::nn
