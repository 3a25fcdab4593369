// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"

#include <torch/types.h>

#include <optional>
#include <utility>

namespace enlarger::nn {

inline constexpr auto channelsLast = torch::MemoryFormat::ChannelsLast;

/// Whether this processor has kernels that are better than torch's.
bool haveKernels();

/// Whether training computes a convolution of 3 x 3 (stride 1, padding 1) by the kernels of streams: in fp32
/// on a processor that has them, where channels and pixels are enough for what the weights cost, which are
/// packed anew in each step.
bool areKernelsFor(const torch::Tensor& input, const torch::Tensor& weight);

/// Convolution and, with a slope, a leaky ReLU behind it. Its gradient to the input is computed in the same
/// way, that to weight and bias by torch. It cannot be differentiated twice.
torch::Tensor kernelConv(const torch::Tensor& input, const torch::Tensor& weight, const torch::Tensor& bias,
                         std::optional<double> slope = {});

/// torch's, or kernelConv where that is quicker.
torch::Tensor conv2d(const torch::Tensor& input, const torch::Tensor& weight, const torch::Tensor& bias,
                     std::int64_t stride, std::int64_t padding);

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
std::pair<torch::Tensor, torch::Tensor> parameterGradients(const torch::Tensor& ofOutput,
                                                           const torch::Tensor& input,
                                                           const torch::Tensor& weight, bool wantsWeight,
                                                           bool wantsBias);

} // namespace enlarger::nn
