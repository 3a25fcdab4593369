// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace enlarger::train {

/// A loss that compares what pictures look like instead of their pixels.
class PerceptualTerm
{
public:
    virtual ~PerceptualTerm() = default;

    /// N x 3 x H x W, 0..1, both; a scalar in fp32, with gradient to `sr` alone. Several threads may call it
    /// at once where isMeanOfPictures().
    virtual torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) = 0;

    /// Whether that of a batch is the mean of its pictures'.
    virtual bool isMeanOfPictures() const { return true; }
};

} // namespace enlarger::train
