// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

#include <torch/torch.h>

namespace enlarger::nn {

/// While one of these lives on a thread, every convolution of a network passes the gate, and one that would take long
/// (a large tile, 4x resolution) is computed in bands of rows with the gate between them. The result is the same.
/// Like torch::InferenceMode, it belongs to the thread.
class GatedForward
{
public:
    explicit GatedForward(Gate& gate);
    ~GatedForward();
    GatedForward(const GatedForward&) = delete;
    GatedForward& operator=(const GatedForward&) = delete;

    static Gate* current(); // null outside

private:
    Gate* m_outer;
};

/// torch's Conv2d, which in a GatedForward passes its gate, works in bands, and on a CPU fuses its activation.
/// Its parameters are called weight and bias, as in every state dict.
class ConvImpl : public torch::nn::Conv2dImpl
{
public:
    using Conv2dImpl::Conv2dImpl;

    /// Computes in the weights' dtype; the result has that dtype.
    torch::Tensor forward(const torch::Tensor& input);
    /// The same with a leaky ReLU behind it (slope 0: a plain ReLU).
    torch::Tensor forwardLeaky(const torch::Tensor& input, double slope);
};
TORCH_MODULE(Conv);

/// A square convolution with stride 1 that keeps the size, with zero padding.
Conv makeConv(int in, int out, int kernel = 3, bool bias = true);

} // namespace enlarger::nn
