// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"

namespace enlarger::nn {

/// DySample (Liu et al. 2023): enlarges by sampling features where they say themselves. In fp32. Tensors
/// under `path`: offset, scope, end_conv where `outputs` > 0, and the buffer init_pos.
class DySample
{
public:
    DySample(torch::nn::Module& root, const std::string& path, int inputs, int outputs, int scale,
             int groups);

    /// N x inputs x H x W in, N x outputs (or inputs) x H scale x W scale out. In a GatedForward it goes band
    /// by band, so that the many features never stand at full size together.
    torch::Tensor forward(const torch::Tensor& features);

private:
    torch::Tensor places(const torch::Tensor& features);

    int m_scale;
    int m_groups;
    Conv m_offset;
    Conv m_scope;
    Conv m_end{nullptr};
    torch::Tensor m_start;
};

} // namespace enlarger::nn
