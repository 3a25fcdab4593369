// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <array>
#include <optional>

namespace enlarger::nn {

inline constexpr std::array<std::int64_t, 2> unitStride{1, 1};

/// Convolution with stride 1, and a leaky ReLU behind it where a slope is given: in one go by oneDNN on a CPU
/// where no gradient is wanted, by kernels of our own where one is
/// and they are quicker, else by torch's two operations.
torch::Tensor fusedConv(const torch::Tensor& input, const torch::Tensor& weight, const torch::Tensor& bias,
                        const std::array<std::int64_t, 2>& padding, std::optional<double> slope,
                        std::int64_t groups = 1);

} // namespace enlarger::nn
