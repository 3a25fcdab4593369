// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>

namespace enlarger::infer {

/// Turns finished tiles into rate and remaining time. The first tile, in which a network warms up, counts as
/// done but not for the rate.
class ProgressMeter
{
public:
    using Clock = std::chrono::steady_clock;

    /// `work` is what all tiles cost together, in any unit; `pixels` what comes out in the end; `expected`
    /// the seconds that the plan told, negative where it knew none.
    ProgressMeter(std::int64_t tiles, double work, double pixels, double expected, ProgressSink sink,
                  Clock::time_point now = Clock::now());

    void tileDone(double work, Clock::time_point now = Clock::now());

    /// Work a second so far; 0 where none was done.
    double rate(Clock::time_point now = Clock::now()) const;

private:
    Progress m_progress;
    ProgressSink m_sink; // may be empty
    double m_work;
    double m_pixels;
    double m_done = 0.0;
    double m_doneFirst = 0.0;
    Clock::time_point m_begin;
    Clock::time_point m_firstEnd;
};

} // namespace enlarger::infer
