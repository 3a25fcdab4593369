// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/nn/waves.h"

#include <QtGlobal>

#include <cmath>
#include <initializer_list>
#include <utility>
#include <vector>

namespace enlarger::tests {

/// Numbers in fp64 that want a gradient.
inline torch::Tensor leaf(std::initializer_list<double> values)
{
    return torch::tensor(std::vector<double>(values), torch::kFloat64).requires_grad_();
}

inline bool near(double value, double expected, double tolerance = 1e-9)
{
    const bool isNear = std::abs(value - expected) <= tolerance;
    if (!isNear)
        qWarning("%.10g is not %.10g", value, expected);
    return isNear;
}

inline bool near(const torch::Tensor& tensor, const std::vector<double>& expected, double tolerance = 1e-9)
{
    bool isNear = tensor.defined() && tensor.numel() == std::int64_t(expected.size());
    for (std::size_t i = 0; isNear && i < expected.size(); ++i)
        isNear = near(tensor[std::int64_t(i)].item<double>(), expected[i], tolerance);
    return isNear;
}

/// A pair of soft pictures, of which the second one carries noise and wants a gradient.
inline std::pair<torch::Tensor, torch::Tensor> noisyPair(int side, double noise)
{
    const torch::Tensor clean = softPictures(2, side);
    const torch::Tensor noisy = clean + noise * (wavePictures(2, side) - 0.5);
    return {clean, noisy.requires_grad_()};
}

} // namespace enlarger::tests
