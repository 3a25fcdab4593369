// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace enlarger::train {

/// Where a run stands in its schedule: by steps, or, where a time was given, by the time that is left at the
/// speed of the last steps.
class RunClock
{
public:
    RunClock(std::int64_t steps, std::optional<double> minutes, double secondsBefore)
        : m_steps(steps)
        , m_limit(minutes ? std::optional(*minutes * 60.0) : std::nullopt)
        , m_seconds(secondsBefore)
    {}

    double seconds() const { return m_seconds; } // trained, with those before

    bool isOver(std::int64_t step) const { return m_limit ? m_seconds >= *m_limit : step >= m_steps; }

    /// Where a run goes on that stood at `position` of `minutesBefore`: with more time than it had, or with a
    /// time instead of steps, its schedule stretches.
    double resumed(double position, std::optional<double> minutesBefore) const
    {
        if (!m_limit || (minutesBefore && *m_limit <= *minutesBefore * 60.0))
            return position;
        return std::min(position, m_seconds / *m_limit);
    }

    /// The position after one more step that took `seconds`.
    double advance(double position, std::int64_t stepsDone, double seconds)
    {
        m_seconds += seconds;
        const double whole = seconds + std::exchange(m_between, 0.0);
        m_pace = m_pace > 0.0 ? 0.95 * m_pace + 0.05 * whole : seconds;
        if (!m_limit)
            return double(stepsDone) / double(m_steps);
        const double stepsLeft = std::max(1.0, (*m_limit - m_seconds) / m_pace + 1.0);
        return m_seconds >= *m_limit ? 1.0 : position + (1.0 - position) / stepsLeft;
    }

    /// Time between steps: validation, checkpoints. It is the run's too, and the next step's pace.
    void pass(double seconds)
    {
        m_seconds += seconds;
        m_between += seconds;
    }

    // Another length in all:
    void setMinutes(double minutes) { m_limit = minutes * 60.0; }
    void setSteps(std::int64_t steps) { m_steps = steps; }

    /// Seconds a step from now on, where that is known better than by the steps so far.
    void setPace(double seconds) { m_pace = seconds; }

    double secondsLeft(std::int64_t step) const
    {
        return m_limit ? std::max(0.0, *m_limit - m_seconds)
                       : m_pace * double(std::max<std::int64_t>(0, m_steps - step));
    }
    /// How many steps there will be in all, at this pace.
    std::int64_t stepsInAll(std::int64_t step) const
    {
        return m_limit ? step + (m_pace > 0.0 ? std::int64_t(secondsLeft(step) / m_pace) : 0) : m_steps;
    }

private:
    std::int64_t m_steps;
    std::optional<double> m_limit; // seconds
    double m_seconds;
    double m_pace = 0.0;    // seconds a step, smoothed
    double m_between = 0.0; // seconds since the last step
};

} // namespace enlarger::train
