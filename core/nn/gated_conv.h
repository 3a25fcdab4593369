// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_forward.h"

#include "core/nn/modules.h"

#include <optional>
#include <vector>

namespace enlarger::nn {

/// torch's Conv2d (stride 1, size kept), which can read several tensors as if they were concatenated, fuses
/// what comes behind it, and in a GatedForward passes its gate and works in bands. Its parameters are called
/// weight and bias, as in every state dict. With gradients or autocast it is torch's plain operations, or
/// kernelConv.
class ConvImpl : public torch::nn::Conv2dImpl
{
public:
    using Inputs = std::vector<torch::Tensor>;

    using Conv2dImpl::Conv2dImpl;

    /// Computes in the weights' dtype; the result has that dtype.
    torch::Tensor forward(const torch::Tensor& input);
    torch::Tensor forward(const Inputs& inputs);
    /// The same with a leaky ReLU behind it (slope 0: a plain ReLU).
    torch::Tensor forwardLeaky(const torch::Tensor& input, double slope);
    torch::Tensor forwardLeaky(const Inputs& inputs, double slope);
    /// sum + scale x convolution; the wider of both dtypes.
    torch::Tensor forwardAdd(const Inputs& inputs, const torch::Tensor& sum, double scale);

    /// `input` in the dtype that this convolution computes in, so that several of them need not convert it
    /// again.
    torch::Tensor convert(const torch::Tensor& input) const;
    /// That dtype: the weights', or autocast's.
    torch::Dtype computeType(torch::DeviceType device) const;

    /// Says that this convolution is worth computing in fp32 whatever the others use: where pictures go in
    /// and come out.
    void keepFp32() { m_keepsFp32 = true; }
    bool keepsFp32() const { return m_keepsFp32; }

private:
    struct Epilogue // what follows the convolution
    {
        std::optional<double> slope; // leaky ReLU
        torch::Tensor sum;
        double scale = 1.0;
    };

    torch::Tensor run(const Inputs& inputs, const Epilogue& epilogue);
    torch::Tensor runBand(const Inputs& inputs, const Epilogue& epilogue, std::int64_t begin,
                          std::int64_t end);

    bool m_keepsFp32 = false;
};
TORCH_MODULE(Conv);

/// A square convolution with stride 1 that keeps the size, with zero padding.
Conv makeConv(int in, int out, int kernel = 3, bool bias = true);

/// The same with a 3x3 kernel for each feature, which sees that feature alone.
Conv makeDepthwiseConv(int features, bool bias = true);

} // namespace enlarger::nn
