// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <torch/types.h>

namespace enlarger::nn {

/// The mean colour of DIV2K's photos.
inline constexpr std::array<double, 3> rgbMean{0.4488, 0.4371, 0.4040};

/// The same as many networks take it off their input: 1 x channels x 1 x 1, zeros where pictures are not RGB.
inline torch::Tensor meanColour(std::int64_t channels, const torch::TensorOptions& options)
{
    const torch::Tensor mean =
        channels == 3 ? torch::tensor(torch::ArrayRef<double>(rgbMean)) : torch::zeros({channels});
    return mean.to(options.dtype(torch::kFloat32)).view({1, -1, 1, 1});
}

} // namespace enlarger::nn
