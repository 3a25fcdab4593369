// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/prelu.h"

#include "core/device/parallel_for.h"
#include "core/nn/kernel_conv.h"
#include "core/nn/prelu_gradient.h"

#include <torch/autograd.h>

#include <ATen/autocast_mode.h>

#include <algorithm>

namespace enlarger::nn {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t pixelsOfTask = 256;

/// torch's own backward pass makes a tensor of the gradients to all slopes first, and sums it up.
class PreluFunction : public torch::autograd::Function<PreluFunction>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& features, const Tensor& slopes)
    {
        const Tensor input = features.contiguous(channelsLast);
        context->save_for_backward({input, slopes});
        return torch::prelu(input, slopes);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        demandFirstDerivative();
        const variable_list saved = context->get_saved_variables();
        const Tensor& input = saved[0];
        const Tensor& slopes = saved[1];
        const std::int64_t channels = input.size(1);
        const std::int64_t pixels = input.numel() / channels;
        const Tensor gradient = gradients[0].contiguous(channelsLast);
        const Tensor ofInput = torch::empty_like(input);
        const Tensor perChannel = slopes.expand({channels}).contiguous();
        // A row of sums for each task, so that their order is always the same.
        const std::int64_t tasks = (pixels + pixelsOfTask - 1) / pixelsOfTask;
        const Tensor sums = torch::zeros({tasks, channels}, slopes.options());
        device::parallelTasks(int(tasks), [&](int task) {
            const std::int64_t first = task * pixelsOfTask;
            const std::int64_t begin = first * channels;
            addPreluGradient({.input = input.data_ptr<float>() + begin,
                              .gradient = gradient.data_ptr<float>() + begin,
                              .slopes = perChannel.data_ptr<float>(),
                              .ofInput = ofInput.data_ptr<float>() + begin,
                              .ofSlopes = sums.data_ptr<float>() + task * channels,
                              .channels = channels,
                              .pixels = std::min(pixelsOfTask, pixels - first)});
        });
        const Tensor ofSlopes = sums.sum(0);
        return {ofInput, slopes.numel() == 1 ? ofSlopes.sum().view(slopes.sizes()) : ofSlopes};
    }
};

} // namespace

Tensor prelu(const torch::nn::PReLU& module, const Tensor& features)
{
    if (at::GradMode::is_enabled() && !at::autocast::is_autocast_enabled(at::kCPU) &&
        features.device().is_cpu() && features.dim() == 4 && features.scalar_type() == torch::kFloat32 &&
        module->weight.scalar_type() == torch::kFloat32)
        return PreluFunction::apply(features, module->weight);
    return torch::prelu(features, module->weight.to(features.scalar_type()));
}

} // namespace enlarger::nn
