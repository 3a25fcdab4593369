// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

#include <chrono>
#include <optional>

namespace enlarger::infer {

/// How fast a network runs while it has the device. Reading, writing and waiting at the gate do not count,
/// nor does the first tile, in which a network warms up, where there are enough others.
class NetworkClock
{
public:
    using Clock = std::chrono::steady_clock;

    /// References are kept.
    explicit NetworkClock(Gate& gate)
        : m_gate(gate)
    {}

    /// What a network must pass between begin() and end().
    Gate& gate() { return m_gate; }

    void begin(Clock::time_point now = Clock::now());
    void end(double work, Clock::time_point now = Clock::now()); // a tile is done

    /// Work a second, of work that lasted: a second of tiles after the first one, or a first one of four.
    /// Else nothing: of a few pixels, most of the time goes into everything but them.
    std::optional<double> rate() const;

private:
    /// Passes another gate, and says how long that took.
    class WaitingGate : public Gate
    {
    public:
        explicit WaitingGate(Gate& gate)
            : m_gate(gate)
        {}
        void pass() override;
        Clock::duration waited{};

    private:
        Gate& m_gate;
    };

    WaitingGate m_gate;
    Clock::time_point m_begin;
    int m_tiles = 0;
    double m_first = 0.0; // work of the first tile, and its seconds
    double m_firstSeconds = 0.0;
    double m_others = 0.0;
    double m_otherSeconds = 0.0;
};

} // namespace enlarger::infer
