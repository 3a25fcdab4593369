// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::nn {

/// How alike two pictures are (Wang and others, 2004) in a Gaussian window of sigma 1.5: means over the
/// places where the window fits, N x C.
struct Similarity
{
    static constexpr int window = 11; // pixels a side

    torch::Tensor ssim;
    torch::Tensor contrastStructure; // SSIM without its factor for luminance
};

/// Of N x C x H x W, both of one size and type, with values of 0..largest; sides of at least the window's.
Similarity similarity(const torch::Tensor& x, const torch::Tensor& y, double largest);

} // namespace enlarger::nn
