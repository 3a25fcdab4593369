// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace enlarger::train {

/// The processes that train together, all doing the same on their own samples. This one is alone.
class ProcessGroup
{
public:
    virtual ~ProcessGroup() = default;
    virtual int rank() const { return 0; }
    virtual int size() const { return 1; }

    /// Says whose gradients will be averaged, so that this can begin while the backward pass goes on.
    virtual void watch(const std::vector<torch::Tensor>& /*parameters*/) {}
    /// Ends the averaging of the gradients of these parameters.
    virtual void averageGradients(const std::vector<torch::Tensor>& /*parameters*/) {}
    /// Gives all processes what the first one has.
    virtual void broadcast(const std::vector<torch::Tensor>& /*tensors*/) {}
    /// The largest of all processes' numbers: to agree on stopping.
    virtual double largest(double number) { return number; }
};

} // namespace enlarger::train
