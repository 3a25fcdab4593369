// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <map>
#include <string>

namespace enlarger::train {

/// Scalars of one step by the names of their curves. They stay on the device until numbers() is called.
class StepValues
{
public:
    /// Notes what a value was in one of so many micro-batches: their mean is the step's.
    void add(const std::string& name, const torch::Tensor& value, std::size_t microBatches);

    /// Those of one of so many parts of a batch.
    void add(const StepValues& part, std::size_t parts);

    /// All of them in one transfer: each read on its own would wait for the device.
    std::map<std::string, double> numbers() const;

private:
    std::map<std::string, torch::Tensor> m_values;
};

} // namespace enlarger::train
