// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/optimiser.h"

#include "core/train/learn/adam.h"
#include "core/train/learn/adan.h"
#include "core/train/learn/schedule_free.h"

#include <torch/nn/module.h>

#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>

namespace enlarger::train {

namespace {

bool copyInto(torch::Tensor& target, const torch::Tensor* source)
{
    if (!source || source->sizes() != target.sizes())
        return false;
    target.copy_(*source);
    return true;
}

constexpr const char* rest = ".rest"; // of a number behind what fp32 holds of it

} // namespace

std::unique_ptr<Optimiser> Optimiser::make(const torch::nn::Module& module, const Options& options)
{
    switch (options.kind) {
    case OptimiserKind::Adam:
    case OptimiserKind::AdamKeras:
    case OptimiserKind::AdamW:
        break;
    case OptimiserKind::Adan:
        return std::make_unique<Adan>(module, options);
    case OptimiserKind::ScheduleFree:
        return std::make_unique<ScheduleFree>(module, options);
    }
    return std::make_unique<Adam>(module, options);
}

Optimiser::Optimiser(const torch::nn::Module& module, const Options& options)
    : m_options(options)
{
    for (const auto& parameter : module.named_parameters()) {
        if (!parameter.value().requires_grad())
            continue;
        m_names.push_back(parameter.key());
        m_parameters.push_back(parameter.value());
    }
    m_steps = keepNumber("steps");
}

Optimiser::Tensors& Optimiser::keep(const std::string& name)
{
    Kept& kept = m_kept.emplace_back(name);
    for (const torch::Tensor& parameter : m_parameters)
        kept.tensors.push_back(torch::zeros_like(parameter));
    return kept.tensors;
}

torch::Tensor& Optimiser::keepNumber(const std::string& name)
{
    return m_numbers.emplace_back(name, torch::zeros({}, torch::kFloat64)).value;
}

void Optimiser::set(torch::Tensor& number, double value)
{
    const auto most = float(value);
    number.fill_(double(most) + double(float(value - double(most))));
}

void Optimiser::clearGradients()
{
    for (torch::Tensor& parameter : m_parameters)
        parameter.mutable_grad().reset();
}

Optimiser::Tensors Optimiser::gradients()
{
    Tensors all;
    for (torch::Tensor& parameter : m_parameters) {
        if (!parameter.grad().defined())
            parameter.mutable_grad() = torch::zeros_like(parameter);
        all.push_back(parameter.grad());
    }
    return all;
}

torch::Tensor Optimiser::gradientNorm()
{
    return torch::stack(at::_foreach_norm(gradients())).norm();
}

void Optimiser::scaleGradients(const torch::Tensor& factor)
{
    auto all = gradients();
    at::_foreach_mul_(all, factor);
}

void Optimiser::step(double rate)
{
    const torch::NoGradGuard noGrad;
    set(m_steps, steps() + 1.0);
    move(rate);
}

std::vector<torch::Tensor> Optimiser::changing() const
{
    Tensors all = m_parameters;
    for (const Kept& kept : m_kept)
        all.insert(all.end(), kept.tensors.begin(), kept.tensors.end());
    for (const KeptNumber& number : m_numbers)
        all.push_back(number.value);
    return all;
}

void Optimiser::save(weights::StateDict& state, const std::string& prefix) const
{
    for (const Kept& kept : m_kept)
        for (std::size_t i = 0; i < m_names.size(); ++i)
            state.add(prefix + "." + kept.name + "." + m_names[i], kept.tensors[i]);
    for (const KeptNumber& number : m_numbers) {
        const torch::Tensor most = number.value.to(torch::kFloat32);
        state.add(prefix + "." + number.name, most);
        state.add(prefix + "." + number.name + rest, (number.value - most).to(torch::kFloat32));
    }
}

bool Optimiser::load(const weights::StateDict& state, const std::string& prefix)
{
    const torch::NoGradGuard noGrad;
    bool complete = true;
    for (Kept& kept : m_kept)
        for (std::size_t i = 0; i < m_names.size(); ++i)
            complete = copyInto(kept.tensors[i], state.find(prefix + "." + kept.name + "." + m_names[i])) &&
                       complete;
    for (KeptNumber& number : m_numbers) {
        complete = copyInto(number.value, state.find(prefix + "." + number.name)) && complete;
        if (const torch::Tensor* more = state.find(prefix + "." + number.name + rest)) // newer than some runs
            number.value.add_(more->to(torch::kFloat64));
    }
    return complete;
}

} // namespace enlarger::train
