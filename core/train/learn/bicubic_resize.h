// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::train {

/// MATLAB's imresize (bicubic, a = -0.5, antialiased where it shrinks) in fp32 on the pictures' device,
/// neither clamped nor rounded. N x C x H x W.
///
/// torch's antialiased bicubic has the same kernel but other borders: there it leaves out the taps beyond the
/// picture and scales the others up, where MATLAB mirrors the picture. LR pictures of the benchmarks, and
/// what networks learnt from, are MATLAB's.
torch::Tensor resizeBicubic(const torch::Tensor& pictures, std::int64_t height, std::int64_t width);

/// LR from HR by the same, clamped to 0..1 and rounded to 8 bits, as files are. H and W are multiples of
/// `scale`.
torch::Tensor shrinkBicubic(const torch::Tensor& hr, int scale);

} // namespace enlarger::train
