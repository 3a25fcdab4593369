// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"

namespace enlarger::train {

/// In evaluation mode, without gradients, laid out in memory like the original.
std::shared_ptr<nn::Network> frozenCopy(const nn::Network& network);

/// The exponential moving average of a network: what is shown, validated and kept. Buffers are copied.
class MovingAverage
{
public:
    /// Begins at the network as it is. `decay` 0: the average is the network itself, always.
    MovingAverage(const nn::Network& network, double decay);

    /// average = d average + (1 - d) learnt after step `step` (0 for the first), where `learnt` are
    /// parameters in the order of the network's, and those unless its optimiser has others; buffers are the
    /// network's. With d = min(decay, (1 + step) / (10 + step)) as TensorFlow's ExponentialMovingAverage has
    /// it: in the beginning it follows faster, so that the start does not weigh on short runs.
    void update(const std::vector<torch::Tensor>& learnt, const nn::Network& network, std::int64_t step);

    const std::shared_ptr<nn::Network>& network() const { return m_network; }

private:
    std::shared_ptr<nn::Network> m_network;
    double m_decay;
};

} // namespace enlarger::train
