// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_forward.h"

#include <torch/cuda.h>

#include <algorithm>

namespace enlarger::nn {

namespace {

thread_local GatedForward* t_current = nullptr;

constexpr double secondsInQueue = 0.05;

} // namespace

GatedForward::GatedForward(Gate& gate)
    : m_gate(gate)
    , m_outer(t_current)
{
    t_current = this;
}

GatedForward::~GatedForward()
{
    t_current = m_outer;
}

GatedForward* GatedForward::current()
{
    return t_current;
}

void GatedForward::begin(double flops, const torch::Device& device)
{
    if (device.is_cuda()) {
        if (m_queued > m_queueBudget) {
            torch::cuda::synchronize(device.index());
            const double seconds = std::chrono::duration<double>(Clock::now() - m_waitedAt).count();
            m_queueBudget *= std::clamp(secondsInQueue / std::max(seconds, 1e-6), 0.25, 2.0);
            m_queued = 0.0;
        }
        if (m_queued == 0.0)
            m_waitedAt = Clock::now();
        m_queued += flops;
    }
    m_gate.pass();
    m_flops += flops;
}

} // namespace enlarger::nn
