// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/moving_average.h"

#include <ATen/ops/_foreach_lerp.h>

#include <algorithm>

namespace enlarger::train {

namespace {

void copyBuffers(const nn::Network& from, const nn::Network& to)
{
    const auto sources = from.buffers();
    const auto targets = to.buffers();
    for (std::size_t i = 0; i < sources.size(); ++i)
        targets[i].copy_(sources[i]);
}

} // namespace

std::shared_ptr<nn::Network> frozenCopy(const nn::Network& network)
{
    std::shared_ptr<nn::Network> copy = nn::makeNetwork(network.spec());
    const auto parameters = network.parameters();
    copy->to(parameters.front().device());
    copy->eval();
    const torch::NoGradGuard noGrad;
    const auto copied = copy->parameters();
    for (std::size_t i = 0; i < copied.size(); ++i) {
        copied[i].set_requires_grad(false);
        copied[i].set_data(parameters[i].detach().clone());
    }
    copyBuffers(network, *copy);
    return copy;
}

MovingAverage::MovingAverage(const nn::Network& network, double decay)
    : m_network(frozenCopy(network)) // of one layout with it, for the fused update
    , m_decay(decay)
{}

void MovingAverage::update(const std::vector<torch::Tensor>& learnt, const nn::Network& network,
                           std::int64_t step)
{
    const torch::NoGradGuard noGrad;
    const double decay = std::min(m_decay, double(1 + step) / double(10 + step));
    auto averaged = m_network->parameters();
    at::_foreach_lerp_(averaged, learnt, 1.0 - (m_decay > 0.0 ? decay : 0.0));
    copyBuffers(network, *m_network);
}

} // namespace enlarger::train
