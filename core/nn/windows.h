// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

// Networks of attention see pictures as tokens, N x H x W x C: the picture's own memory where that is
// channels-last.

inline torch::Tensor tokensOf(const torch::Tensor& picture)
{
    return picture.permute({0, 2, 3, 1}).contiguous();
}
inline torch::Tensor pictureOf(const torch::Tensor& tokens)
{
    return tokens.permute({0, 3, 1, 2});
}

/// A picture that goes on mirrored at the right and the bottom, the border not repeated, up to multiples.
torch::Tensor mirroredTo(const torch::Tensor& picture, std::int64_t multiple);

/// A picture cut into windows. Shifted ones begin `shift` pixels further, and go on at the other side; what
/// comes from there does not see what does not.
struct Windows
{
    std::int64_t height = 8;
    std::int64_t width = 8;
    std::int64_t shiftY = 0;
    std::int64_t shiftX = 0;
};

/// Softmax attention of every window's pixels with one another. `qkv`: N x H x W x 3 x C, H and W multiples
/// of the windows, the C split into `heads`; `bias`: heads x P x P for the P pixels of a window. Gives
/// N x H x W x C. In a GatedForward it passes the gate between pieces.
torch::Tensor windowAttention(torch::Tensor qkv, int heads, const Windows& windows,
                              const torch::Tensor& bias);

/// For each pair of a window's pixels the row of a table that holds their bias: P x P, whole numbers below
/// (2 height - 1) x (2 width - 1).
torch::Tensor relativePositions(std::int64_t height, std::int64_t width);

/// The bias for windowAttention() out of such a table of positions x heads.
torch::Tensor biasFrom(const torch::Tensor& table, const torch::Tensor& positions);

} // namespace enlarger::nn
