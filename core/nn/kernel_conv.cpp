// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/kernel_conv.h"

#include "core/device/parallel_for.h"
#include "core/nn/autocast_off.h"
#include "core/nn/fused_conv.h"
#include "core/nn/modules.h"

#include <torch/autograd.h>

#include <ATen/Parallel.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/leaky_relu_backward.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace enlarger::nn {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t fewestChannels = 16;
constexpr std::int64_t fewestPixels = 256;      // of a crop: packing weights is then a third of the work
constexpr std::int64_t mostWeights = 512 * 512; // packed, 38 MB, which a thread keeps
constexpr std::int64_t mostSums = 128 * 128;    // 2.4 MB for each task that sums up their gradient
constexpr std::int64_t shortestSide = 8;        // shorter ones would be mostly borders of tiles

/// The pictures of a batch one below the other, with a row of zeros between two of them: one picture for the
/// kernels, whose tiles then keep all cores busy.
class BatchRows
{
public:
    explicit BatchRows(const Tensor& like)
        : m_pictures(like.size(0))
        , m_height(like.size(2))
        , m_width(like.size(3))
    {}

    int count() const { return int(m_pictures * (m_height + 1) - 1); }

    std::vector<const float*> inputs(const Tensor& tensor) const
    {
        std::vector<const float*> rows(std::size_t(count()) + 2, nullptr);
        for (std::int64_t picture = 0, at = 1; picture < m_pictures; ++picture, ++at)
            for (std::int64_t y = 0; y < m_height; ++y, ++at)
                rows[std::size_t(at)] = rowOf(tensor, picture, y);
        return rows;
    }

    /// `between`: as between() makes it for the same tensor.
    std::vector<float*> outputs(const Tensor& tensor, const Tensor& between) const
    {
        std::vector<float*> rows;
        rows.reserve(std::size_t(count()));
        for (std::int64_t picture = 0; picture < m_pictures; ++picture) {
            for (std::int64_t y = 0; y < m_height; ++y)
                rows.push_back(rowOf(tensor, picture, y));
            if (picture + 1 < m_pictures)
                rows.push_back(between.data_ptr<float>() + picture * between.stride(0));
        }
        return rows;
    }

    /// Rows between two pictures, which are written or added, and read by nobody.
    Tensor between(const Tensor& like) const
    {
        return torch::zeros({m_pictures - 1, m_width * like.stride(3)}, like.options());
    }

private:
    static float* rowOf(const Tensor& tensor, std::int64_t picture, std::int64_t y)
    {
        return tensor.data_ptr<float>() + picture * tensor.stride(0) + y * tensor.stride(2);
    }

    std::int64_t m_pictures;
    std::int64_t m_height;
    std::int64_t m_width;
};

kernels::WeightStrides stridesOf(const Tensor& weight)
{
    return {weight.stride(0), weight.stride(1), weight.stride(2), weight.stride(3)};
}

/// `turned`: from outputs to inputs, as a gradient goes. Memory for packed weights is kept from step to step.
const kernels::Conv3x3& packed(const Tensor& weight, const Tensor& bias, std::optional<double> slope,
                               bool turned)
{
    using Shape = std::tuple<std::int64_t, std::int64_t, bool>;
    thread_local std::map<Shape, std::unique_ptr<kernels::Conv3x3>> convolutions;
    kernels::ConvSpec spec;
    spec.out = int(weight.size(turned ? 1 : 0));
    spec.in = int(weight.size(turned ? 0 : 1));
    spec.weight = weight.data_ptr<float>();
    spec.strides = stridesOf(weight);
    if (turned) {
        std::swap(spec.strides->out, spec.strides->in);
        spec.weight += 2 * (spec.strides->row + spec.strides->column);
        spec.strides->row *= -1;
        spec.strides->column *= -1;
    }
    const Tensor plainBias = bias.defined() ? bias.contiguous() : bias;
    spec.bias = bias.defined() ? plainBias.data_ptr<float>() : nullptr;
    if (slope) {
        spec.activation = kernels::Activation::LeakyRelu;
        spec.slope = float(*slope);
    }
    auto& convolution = convolutions[{spec.in, spec.out, slope.has_value()}];
    if (!convolution)
        convolution = kernels::makeConv3x3(spec, kernels::fastestFloats().value());
    else
        convolution->setWeights(spec, device::parallelTasks);
    return *convolution;
}

void sumWeights(const Tensor& ofOutput, const Tensor& input, const Tensor& ofWeight)
{
    const BatchRows batch(input);
    const auto in = batch.inputs(input);
    const auto gradient = batch.inputs(ofOutput); // begins with a row of zeros, too
    kernels::GradientRows rows;
    rows.in = int(input.size(1));
    rows.out = int(ofOutput.size(1));
    rows.input = in.data();
    rows.inputStride = int(input.stride(3));
    rows.gradient = gradient.data() + 1;
    rows.gradientStride = int(ofOutput.stride(3));
    rows.rows = batch.count();
    rows.width = int(input.size(3));
    kernels::sumWeightGradient(rows, kernels::fastestFloats().value(), at::get_num_threads(),
                               device::parallelTasks, ofWeight.data_ptr<float>(), stridesOf(ofWeight));
}

Tensor emptyLike(const Tensor& input, std::int64_t channels)
{
    return torch::empty({input.size(0), channels, input.size(2), input.size(3)}, input.options(),
                        channelsLast);
}

class KernelConv : public torch::autograd::Function<KernelConv>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight,
                          const std::optional<Tensor>& maybeBias, std::optional<double> slope)
    {
        const Tensor bias = maybeBias.value_or(Tensor());
        const Tensor pixels = input.contiguous(channelsLast);
        const Tensor output = emptyLike(pixels, weight.size(0));
        runConv(packedConv(weight, bias, slope), pixels, output);
        const bool learns = weight.requires_grad() || (bias.defined() && bias.requires_grad());
        context->save_for_backward({learns ? pixels : Tensor(), weight, slope ? output : Tensor()});
        context->saved_data["slope"] = slope;
        context->saved_data["bias"] = bias.defined();
        context->saved_data["narrow"] = at::autocast::is_autocast_enabled(at::kCPU);
        return output;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        demandFirstDerivative();
        const variable_list saved = context->get_saved_variables();
        const Tensor& weight = saved[1];
        const AutocastOff plain(weight.device(), true);
        Tensor ofOutput = gradients[0].contiguous(channelsLast);
        if (const auto slope = context->saved_data["slope"].toOptional<double>())
            ofOutput = at::leaky_relu_backward(ofOutput, saved[2], *slope, true);
        variable_list results(4);
        if (context->needs_input_grad(0)) {
            results[0] = emptyLike(ofOutput, weight.size(1));
            runConv(packedGradient(weight), ofOutput, results[0]);
        }
        const bool wantsWeight = context->needs_input_grad(1);
        const bool wantsBias = context->saved_data["bias"].toBool() && context->needs_input_grad(2);
        std::tie(results[1], results[2]) =
            parameterGradients(ofOutput, saved[0], weight, wantsWeight, wantsBias,
                               context->saved_data["narrow"].toBool() ? torch::kBFloat16 : torch::kFloat32);
        return results;
    }
};

} // namespace

bool haveKernels()
{
    return kernels::fastestFloats().has_value();
}

bool beatBf16()
{
    return haveKernels() && kernels::fastestBf16() != kernels::Arithmetic::AmxBf16;
}

bool areKernelsFor(std::int64_t height, std::int64_t width)
{
    return std::min(height, width) >= shortestSide && height * width >= fewestPixels;
}

bool areKernelsFor(const Tensor& input, const Tensor& weight)
{
    const bool isNarrow = at::autocast::is_autocast_enabled(at::kCPU);
    const bool replacesBf16 =
        isNarrow && at::autocast::get_autocast_dtype(at::kCPU) == torch::kBFloat16 && beatBf16();
    const auto isPlain = [](const Tensor& tensor, bool mayBeNarrow) {
        const torch::Dtype type = tensor.scalar_type();
        return tensor.device().is_cpu() && tensor.dim() == 4 &&
               (type == torch::kFloat32 || (mayBeNarrow && type == torch::kBFloat16));
    };
    return haveKernels() && isPlain(input, replacesBf16) && isPlain(weight, false) &&
           (!isNarrow || replacesBf16) && weight.size(2) == 3 && weight.size(3) == 3 &&
           input.size(1) == weight.size(1) && std::min(weight.size(0), weight.size(1)) >= fewestChannels &&
           weight.size(0) * weight.size(1) <= mostWeights && areKernelsFor(input.size(2), input.size(3));
}

Tensor kernelConv(const Tensor& input, const Tensor& weight, const Tensor& bias, std::optional<double> slope)
{
    return KernelConv::apply(input.to(torch::kFloat32), weight,
                             bias.defined() ? std::optional(bias) : std::nullopt, slope);
}

void demandFirstDerivative()
{
    TORCH_CHECK(!at::GradMode::is_enabled(), "this backward pass cannot be differentiated again");
}

Tensor conv2dByKernels(const Tensor& input, const Tensor& weight, const Tensor& bias, std::int64_t stride,
                       std::int64_t padding)
{
    if (stride == 1 && padding == 1 && areKernelsFor(input, weight))
        return kernelConv(input, weight, bias);
    return torch::conv2d(input, weight, bias, stride, padding);
}

const kernels::Conv3x3& packedConv(const Tensor& weight, const Tensor& bias, std::optional<double> slope)
{
    return packed(weight, bias, slope, false);
}

const kernels::Conv3x3& packedGradient(const Tensor& weight)
{
    return packed(weight, {}, {}, true);
}

std::pair<Tensor, Tensor> parameterGradients(const Tensor& ofOutput, const Tensor& input,
                                             const Tensor& weight, bool wantsWeight, bool wantsBias,
                                             torch::Dtype dtype)
{
    if (!wantsWeight && !wantsBias)
        return {};
    if (weight.size(0) * weight.size(1) <= mostSums) {
        Tensor ofWeight;
        if (wantsWeight) {
            ofWeight = torch::empty_like(weight);
            sumWeights(ofOutput, input, ofWeight);
        }
        return {std::move(ofWeight), wantsBias ? ofOutput.sum({0, 2, 3}) : Tensor()};
    }
    constexpr std::array<std::int64_t, 2> noPadding{0, 0};
    const std::array<std::int64_t, 1> bias{weight.size(0)};
    auto [ofInput, ofWeight, ofBias] =
        at::convolution_backward(ofOutput.to(dtype).contiguous(channelsLast), input.to(dtype),
                                 weight.to(dtype), at::OptionalIntArrayRef(bias), unitStride, unitStride,
                                 unitStride, false, noPadding, 1, {false, wantsWeight, wantsBias});
    const auto exact = [](const Tensor& tensor) {
        return tensor.defined() ? tensor.to(torch::kFloat32) : tensor;
    };
    return {exact(ofWeight), exact(ofBias)};
}

void runConv(const kernels::Conv3x3& conv, const Tensor& input, const Tensor& output, double scale,
             const Tensor& sum)
{
    const BatchRows batch(input);
    const auto in = batch.inputs(input);
    const Tensor between = batch.between(output);
    const auto out = batch.outputs(output, between);
    kernels::ConvRows rows;
    rows.in = in.data();
    rows.inStride = int(input.stride(3));
    rows.out = out.data();
    rows.outStride = int(output.stride(3));
    rows.rows = batch.count();
    rows.width = int(input.size(3));
    rows.scale = float(scale);
    std::vector<float*> added;
    Tensor addedBetween;
    if (sum.defined()) {
        addedBetween = batch.between(sum);
        added = batch.outputs(sum, addedBetween);
        rows.first = {added.data(), int(sum.stride(3)), 1.0F};
    }
    conv.run(rows, device::parallelTasks);
}

} // namespace enlarger::nn
