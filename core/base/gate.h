// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace enlarger {

/// Thrown by Gate::pass() to leave a network's forward pass; core's doors turn it into ErrorKind::Cancelled.
struct CancelledException
{};

/// A place that long work passes again and again, between steps of at most some tens of milliseconds.
class Gate
{
public:
    virtual ~Gate() = default;

    /// Returns when the way is free. Waits while more urgent work wants the device. Throws CancelledException
    /// once somebody asked to stop.
    virtual void pass() = 0;
};

/// A gate for work that has the device to itself: it only looks at a stop token.
class StopGate : public Gate
{
public:
    explicit StopGate(std::stop_token stop = {})
        : m_stop(std::move(stop))
    {}
    void pass() override
    {
        if (m_stop.stop_requested())
            throw CancelledException{};
    }

private:
    std::stop_token m_stop;
};

} // namespace enlarger
