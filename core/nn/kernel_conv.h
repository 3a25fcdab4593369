// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"

#include <torch/types.h>

#include <optional>
#include <utility>

namespace enlarger::nn {

/// Whether this processor has kernels that are better than torch's.
bool haveKernels();

/// Whether they are quicker than torch in bf16 as well, and more exact: where the processor has no matrix
/// units. Then they take part in autocast, with fp32 in and out.
bool beatBf16();

/// Whether a crop of this size is worth their while, which grows with its pixels: weights are packed anew in
/// each step.
bool areKernelsFor(std::int64_t height, std::int64_t width);
/// Whether they can compute a convolution of 3 x 3 (stride 1, padding 1), and are quicker than torch: on a
/// processor, in fp32 or instead of bf16 (beatBf16()), where channels and pixels are enough.
bool areKernelsFor(const torch::Tensor& input, const torch::Tensor& weight);

/// Convolution and, with a slope, a leaky ReLU behind it, where areKernelsFor() says so. Its gradients are
/// computed in the same way, but for that to very many weights. It cannot be differentiated twice.
torch::Tensor kernelConv(const torch::Tensor& input, const torch::Tensor& weight, const torch::Tensor& bias,
                         std::optional<double> slope = {});

/// torch's conv2d, or kernelConv where that is quicker.
torch::Tensor conv2dByKernels(const torch::Tensor& input, const torch::Tensor& weight,
                              const torch::Tensor& bias, std::int64_t stride, std::int64_t padding);

/// For backward passes whose results have no graph: throws where one is asked for.
void demandFirstDerivative();

/// What kernelConv is made of, for those that have a backward pass of their own. To be used at once: the
/// thread's next convolution of the same shape takes its place.
const kernels::Conv3x3& packedConv(const torch::Tensor& weight, const torch::Tensor& bias,
                                   std::optional<double> slope);
/// From the gradient to a convolution's output that to its input.
const kernels::Conv3x3& packedGradient(const torch::Tensor& weight);
/// output = scale conv(input) + sum. N x C x H x W, channels last; each may be some of the channels of a
/// wider tensor. `sum` may be undefined, and may be the output.
void runConv(const kernels::Conv3x3& conv, const torch::Tensor& input, const torch::Tensor& output,
             double scale = 1.0, const torch::Tensor& sum = {});
/// To weight and bias, each undefined where it is not wanted. `ofOutput`, `input`: as in runConv().
std::pair<torch::Tensor, torch::Tensor>
parameterGradients(const torch::Tensor& ofOutput, const torch::Tensor& input, const torch::Tensor& weight,
                   bool wantsWeight, bool wantsBias, torch::Dtype dtype = torch::kFloat32);

} // namespace enlarger::nn
