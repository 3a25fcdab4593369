// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/network_clock.h"

namespace enlarger::infer {

namespace {

constexpr double lastingSeconds = 1.0;

} // namespace

void NetworkClock::WaitingGate::pass()
{
    const auto before = Clock::now();
    m_gate.pass();
    waited += Clock::now() - before;
}

void NetworkClock::begin(Clock::time_point now)
{
    m_gate.waited = {};
    m_begin = now;
}

void NetworkClock::end(double work, Clock::time_point now)
{
    const double seconds = std::chrono::duration<double>(now - m_begin - m_gate.waited).count();
    const bool isFirst = m_tiles++ == 0;
    (isFirst ? m_first : m_others) += work;
    (isFirst ? m_firstSeconds : m_otherSeconds) += seconds;
}

std::optional<double> NetworkClock::rate() const
{
    if (m_otherSeconds >= lastingSeconds)
        return m_others / m_otherSeconds;
    if (m_firstSeconds >= lastingSeconds)
        return (m_first + m_others) / (m_firstSeconds + m_otherSeconds);
    return std::nullopt;
}

} // namespace enlarger::infer
