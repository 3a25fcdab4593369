// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block_gradient.h"

#include "core/nn/autocast_off.h"
#include "core/nn/fused_conv.h"

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
                ofOutput.contiguous(torch::MemoryFormat::ChannelsLast), inputs[i], weights[i],
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

} // namespace

torch::Tensor denseBlockForTraining(const torch::Tensor& x, const DenseBlockWeights& block)
{
    const auto& w = block.weights;
    const auto& b = block.biases;
    return DenseBlockFunction::apply(x, w[0], w[1], w[2], w[3], w[4], b[0], b[1], b[2], b[3], b[4],
                                     block.dtype, block.slope, block.residualScale);
}

} // namespace enlarger::nn
