// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

#include "core/nn/modules.h"

#include <chrono>

namespace enlarger::nn {

/// While one of these lives on a thread, every convolution of a network passes the gate, and one that would
/// take long (a large tile, 4x resolution) is computed in bands of rows with the gate between them. The
/// result is the same. Like torch::InferenceMode, it belongs to the thread. For inference: nothing under it
/// may need a gradient.
class GatedForward
{
public:
    explicit GatedForward(Gate& gate);
    ~GatedForward();
    GatedForward(const GatedForward&) = delete;
    GatedForward& operator=(const GatedForward&) = delete;

    static GatedForward* current(); // the thread's; null outside

    /// To be called before a piece of work goes to the device: passes the gate. A GPU works behind our back,
    /// so it is waited for now and then: its queue never holds much more than a twentieth of a second.
    void begin(double flops, const torch::Device& device);

    /// What convolutions have been handed to the device since this began, in floating-point operations.
    double flops() const { return m_flops; }

private:
    using Clock = std::chrono::steady_clock;

    Gate& m_gate;
    GatedForward* m_outer;
    double m_flops = 0.0;
    double m_queued = 0.0;         // on a GPU, since it was waited for
    double m_queueBudget = 2.0e11; // what it does between two waits; adapts to the GPU
    Clock::time_point m_waitedAt = Clock::now();
};

} // namespace enlarger::nn
