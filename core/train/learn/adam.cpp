// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adam.h"

#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adam.h>

namespace enlarger::train {

namespace {

constexpr double epsilon = 1e-8;

bool copyInto(torch::Tensor& target, const torch::Tensor* source)
{
    if (!source || source->sizes() != target.sizes())
        return false;
    target.copy_(*source);
    return true;
}

} // namespace

Adam::Adam(const torch::nn::Module& module, const Options& options)
    : m_options(options)
{
    for (const auto& parameter : module.named_parameters()) {
        if (!parameter.value().requires_grad())
            continue;
        m_names.push_back(parameter.key());
        m_parameters.push_back(parameter.value());
        m_first.push_back(torch::zeros_like(parameter.value()));
        m_second.push_back(torch::zeros_like(parameter.value()));
        m_steps.push_back(torch::zeros({}, parameter.value().options().dtype(torch::kFloat32)));
    }
}

void Adam::clearGradients()
{
    for (torch::Tensor& parameter : m_parameters)
        parameter.mutable_grad().reset();
}

std::vector<torch::Tensor> Adam::gradients()
{
    std::vector<torch::Tensor> all;
    for (torch::Tensor& parameter : m_parameters) {
        if (!parameter.grad().defined())
            parameter.mutable_grad() = torch::zeros_like(parameter);
        all.push_back(parameter.grad());
    }
    return all;
}

torch::Tensor Adam::gradientNorm()
{
    return torch::stack(at::_foreach_norm(gradients())).norm();
}

void Adam::scaleGradients(const torch::Tensor& factor)
{
    auto all = gradients();
    at::_foreach_mul_(all, factor);
}

void Adam::step(double rate)
{
    const torch::NoGradGuard noGrad;
    auto all = gradients();
    for (torch::Tensor& steps : m_steps)
        steps.add_(1);
    at::_fused_adam_(m_parameters, all, m_first, m_second, {}, m_steps, rate, m_options.beta1,
                     m_options.beta2, m_options.weightDecay, epsilon, false, false);
}

void Adam::save(weights::StateDict& state, const std::string& prefix) const
{
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        state.add(prefix + ".first." + m_names[i], m_first[i]);
        state.add(prefix + ".second." + m_names[i], m_second[i]);
    }
    state.add(prefix + ".steps", m_steps.empty() ? torch::zeros({}) : m_steps.front());
}

bool Adam::load(const weights::StateDict& state, const std::string& prefix)
{
    const torch::NoGradGuard noGrad;
    bool complete = true;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        complete = copyInto(m_first[i], state.find(prefix + ".first." + m_names[i])) && complete;
        complete = copyInto(m_second[i], state.find(prefix + ".second." + m_names[i])) && complete;
        complete = copyInto(m_steps[i], state.find(prefix + ".steps")) && complete;
    }
    return complete;
}

} // namespace enlarger::train
