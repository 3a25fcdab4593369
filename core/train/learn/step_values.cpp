// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/step_values.h"

#include <torch/utils.h>

#include <vector>

namespace enlarger::train {

void StepValues::add(const std::string& name, const torch::Tensor& value, std::size_t microBatches)
{
    const torch::Tensor share = value.detach() / double(microBatches);
    auto [place, isNew] = m_values.try_emplace(name, share);
    if (!isNew)
        place->second = place->second + share;
}

void StepValues::add(const StepValues& part, std::size_t parts)
{
    for (const auto& [name, value] : part.m_values)
        add(name, value, parts);
}

std::map<std::string, double> StepValues::numbers() const
{
    if (m_values.empty())
        return {};
    std::vector<torch::Tensor> scalars;
    for (const auto& [name, value] : m_values)
        scalars.push_back(value.to(torch::kFloat64));
    const torch::Tensor together = torch::stack(scalars).cpu();
    std::map<std::string, double> numbers;
    for (const double* number = together.const_data_ptr<double>(); const auto& [name, value] : m_values)
        numbers[name] = *number++;
    return numbers;
}

} // namespace enlarger::train
