// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/fused_conv.h"

#include "core/nn/kernel_conv.h"

#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>

namespace enlarger::nn {

namespace {

using Scalars = c10::List<std::optional<c10::Scalar>>;
using PointwiseSignature = torch::Tensor(const torch::Tensor& input, const torch::Tensor& weight,
                                         const std::optional<torch::Tensor>& bias, c10::IntArrayRef padding,
                                         c10::IntArrayRef stride, c10::IntArrayRef dilation,
                                         std::int64_t groups, std::string_view attribute, Scalars scalars,
                                         std::optional<std::string_view> algorithm);
using Pointwise = c10::TypedOperatorHandle<PointwiseSignature>;

/// The operation that torch.compile uses. It is internal to LibTorch, so it may be missing or look different
/// one day.
const std::optional<Pointwise>& pointwise()
{
    static const std::optional<Pointwise> operation = []() -> std::optional<Pointwise> {
        try {
            const auto schema =
                c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
            if (!schema)
                return {};
            const Pointwise found = schema->typed<PointwiseSignature>();
            const torch::Tensor probe = torch::ones({1, 1, 3, 3});
            Scalars slope;
            slope.push_back(c10::Scalar(0.5));
            const torch::Tensor result =
                found.call(probe, -probe, {}, unitStride, unitStride, unitStride, 1, "leaky_relu", slope, "");
            if (result.sizes() != probe.sizes() || result.flatten()[4].item<float>() != -4.5F)
                return {};
            return found;
        } catch (const c10::Error&) {
            return {};
        }
    }();
    return operation;
}

bool mayFuse(const torch::Tensor& input)
{
    return input.device().is_cpu() && input.scalar_type() != torch::kFloat64 && !at::GradMode::is_enabled() &&
           !at::autocast::is_autocast_enabled(at::kCPU) && pointwise().has_value();
}

} // namespace

torch::Tensor fusedConv(const torch::Tensor& input, const torch::Tensor& weight, const torch::Tensor& bias,
                        const std::array<std::int64_t, 2>& padding, std::optional<double> slope,
                        std::int64_t groups)
{
    if (slope && mayFuse(input)) {
        Scalars scalars;
        scalars.push_back(c10::Scalar(*slope));
        const auto maybeBias = bias.defined() ? std::optional(bias) : std::nullopt;
        return pointwise()->call(input, weight, maybeBias, padding, unitStride, unitStride, groups,
                                 "leaky_relu", scalars, "");
    }
    if (at::GradMode::is_enabled() && groups == 1 && padding == unitStride && areKernelsFor(input, weight))
        return kernelConv(input, weight, bias, slope);
    torch::Tensor output = torch::conv2d(input, weight, bias, unitStride, padding, unitStride, groups);
    return slope ? torch::leaky_relu_(output, *slope) : output;
}

} // namespace enlarger::nn
