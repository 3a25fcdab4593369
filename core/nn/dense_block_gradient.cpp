// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block_gradient.h"

#include "core/nn/autocast_off.h"
#include "core/nn/fused_conv.h"
#include "core/nn/kernel_conv.h"
#include "core/nn/modules.h"

#include <torch/autograd.h>

#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/leaky_relu_backward.h>

namespace enlarger::nn {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::size_t convolutions = 5;
constexpr std::array<std::int64_t, 2> zeros{0, 0};

// The order of the function's inputs: x, five weights, five biases.
constexpr std::size_t weightAt(std::size_t conv)
{
    return 1 + conv;
}
constexpr std::size_t biasAt(std::size_t conv)
{
    return 1 + convolutions + conv;
}

class DenseBlockFunction : public torch::autograd::Function<DenseBlockFunction>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& w1, const Tensor& w2,
                          const Tensor& w3, const Tensor& w4, const Tensor& w5, const Tensor& b1,
                          const Tensor& b2, const Tensor& b3, const Tensor& b4, const Tensor& b5,
                          torch::Dtype dtype, double slope, double residualScale)
    {
        const AutocastOff plain(x.device().type(), true);
        const std::array<Tensor, convolutions> weights{w1.to(dtype), w2.to(dtype), w3.to(dtype), w4.to(dtype),
                                                       w5.to(dtype)};
        const std::array<Tensor, convolutions> biases{b1.to(dtype), b2.to(dtype), b3.to(dtype), b4.to(dtype),
                                                      b5.to(dtype)};
        variable_list saved;
        Tensor seen = x.to(dtype); // what the next convolution reads
        for (std::size_t i = 0; i + 1 < convolutions; ++i) {
            saved.push_back(seen);
            seen = torch::cat({seen, fusedConv(seen, weights[i], biases[i], unitStride, slope)}, 1);
        }
        saved.push_back(seen);
        saved.insert(saved.end(), weights.begin(), weights.end());
        context->save_for_backward(saved);
        context->saved_data["slope"] = slope;
        context->saved_data["scale"] = residualScale;
        return torch::add(x, fusedConv(seen, weights.back(), biases.back(), unitStride, {}), residualScale);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const Tensor& gradient = gradients[0];
        const AutocastOff plain(gradient.device().type(), true);
        const variable_list saved = context->get_saved_variables();
        const auto inputs = saved.begin();
        const auto weights = saved.begin() + convolutions;
        const double slope = context->saved_data["slope"].toDouble();
        variable_list results(1 + 2 * convolutions + 3);

        // Of all features that the last convolution read, and thus of all features.
        Tensor ofFeatures;
        Tensor ofOutput = (gradient * context->saved_data["scale"].toDouble()).to(weights[0].scalar_type());
        for (std::size_t i = convolutions; i-- > 0;) {
            const auto [ofInput, ofWeight, ofBias] = at::convolution_backward(
                ofOutput.contiguous(channelsLast), inputs[i], weights[i],
                at::OptionalIntArrayRef(std::array<std::int64_t, 1>{weights[i].size(0)}), unitStride,
                unitStride, unitStride, false, zeros, 1,
                {true, context->needs_input_grad(weightAt(i)), context->needs_input_grad(biasAt(i))});
            if (ofWeight.defined())
                results[weightAt(i)] = ofWeight;
            if (ofBias.defined())
                results[biasAt(i)] = ofBias;
            if (!ofFeatures.defined())
                ofFeatures = ofInput;
            else
                ofFeatures.narrow(1, 0, ofInput.size(1)).add_(ofInput);
            if (i == 0)
                break;
            // What the convolution before this one gave is the last part of what this one read.
            const std::int64_t begin = inputs[i - 1].size(1);
            const std::int64_t width = inputs[i].size(1) - begin;
            ofOutput = at::leaky_relu_backward(ofFeatures.narrow(1, begin, width),
                                               inputs[i].narrow(1, begin, width), slope, true);
        }
        results[0] = torch::add(gradient, ofFeatures.narrow(1, 0, gradient.size(1)));
        return results;
    }
};

Tensor part(const Tensor& features, std::int64_t begin, std::int64_t channels)
{
    return features.narrow(1, begin, channels);
}

/// The same by kernels of our own: all features lie in one tensor, which each convolution reads from and
/// writes to, and so do their gradients.
class KernelDenseBlock : public torch::autograd::Function<KernelDenseBlock>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& w1, const Tensor& w2,
                          const Tensor& w3, const Tensor& w4, const Tensor& w5, const Tensor& b1,
                          const Tensor& b2, const Tensor& b3, const Tensor& b4, const Tensor& b5,
                          double slope, double residualScale)
    {
        const std::array<Tensor, convolutions> weights{w1, w2, w3, w4, w5};
        const std::array<Tensor, convolutions> biases{b1, b2, b3, b4, b5};
        const Tensor input = x.contiguous(channelsLast);
        const Tensor features =
            torch::empty({x.size(0), w5.size(1), x.size(2), x.size(3)}, x.options(), channelsLast);
        part(features, 0, x.size(1)).copy_(input);
        for (std::size_t i = 0; i + 1 < convolutions; ++i)
            runConv(packedConv(weights[i], biases[i], slope), part(features, 0, weights[i].size(1)),
                    part(features, weights[i].size(1), weights[i].size(0)));
        const Tensor output = torch::empty_like(input);
        runConv(packedConv(w5, b5, {}), features, output, residualScale, input);
        context->save_for_backward({features, w1, w2, w3, w4, w5});
        context->saved_data["slope"] = slope;
        context->saved_data["scale"] = residualScale;
        context->saved_data["narrow"] = at::autocast::is_autocast_enabled(at::kCPU);
        return output;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        demandFirstDerivative();
        const variable_list saved = context->get_saved_variables();
        const Tensor& features = saved[0];
        const double slope = context->saved_data["slope"].toDouble();
        const double scale = context->saved_data["scale"].toDouble();
        const torch::Dtype dtype =
            context->saved_data["narrow"].toBool() ? torch::kBFloat16 : torch::kFloat32;
        const Tensor gradient = gradients[0].contiguous(channelsLast);
        const AutocastOff plain(gradient.device(), true);
        variable_list results(1 + 2 * convolutions + 2);

        const Tensor ofFeatures = torch::empty_like(features);
        Tensor ofOutput = gradient;
        for (std::size_t i = convolutions; i-- > 0;) {
            const Tensor& weight = saved[1 + i];
            const bool isLast = i + 1 == convolutions;
            if (!isLast) {
                const std::int64_t begin = weight.size(1);
                ofOutput = at::leaky_relu_backward(part(ofFeatures, begin, weight.size(0)),
                                                   part(features, begin, weight.size(0)), slope, true);
            }
            const Tensor ofRead = part(ofFeatures, 0, weight.size(1));
            runConv(packedGradient(weight), ofOutput, ofRead, isLast ? scale : 1.0,
                    isLast ? Tensor() : ofRead);
            const auto [ofWeight, ofBias] = parameterGradients(ofOutput, part(features, 0, weight.size(1)),
                                                               weight, context->needs_input_grad(weightAt(i)),
                                                               context->needs_input_grad(biasAt(i)), dtype);
            if (ofWeight.defined())
                results[weightAt(i)] = isLast ? ofWeight * scale : ofWeight;
            if (ofBias.defined())
                results[biasAt(i)] = isLast ? ofBias * scale : ofBias;
        }
        results[0] = torch::add(gradient, part(ofFeatures, 0, gradient.size(1)));
        return results;
    }
};

} // namespace

torch::Tensor denseBlockForTraining(const torch::Tensor& x, const DenseBlockWeights& block)
{
    const auto& w = block.weights;
    const auto& b = block.biases;
    // The narrowest convolution: all others have more channels.
    if (areKernelsFor(x, w[0]))
        return KernelDenseBlock::apply(x.to(torch::kFloat32), w[0], w[1], w[2], w[3], w[4], b[0], b[1], b[2],
                                       b[3], b[4], block.slope, block.residualScale);
    return DenseBlockFunction::apply(x, w[0], w[1], w[2], w[3], w[4], b[0], b[1], b[2], b[3], b[4],
                                     block.dtype, block.slope, block.residualScale);
}

} // namespace enlarger::nn
