// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_list.h"
#include "app/queue/work_rate.h"

namespace enlarger::app {

/// How long the rest of a queue takes: the work that is left, at the rates at which jobs of the same network,
/// device and precision went.
class QueueEstimate
{
public:
    /// Of one that is Done.
    void record(const Job& done);

    /// What is known of networks before a job of theirs is done, from earlier work. False: nothing new, to
    /// a hundredth.
    bool expect(const WorkRates& rates);

    /// Seconds from now on, of what waits and runs; negative: nothing can be said yet. What no rate is known
    /// for goes as the others do on average.
    double secondsLeft(const JobList& jobs, const JobIds& without = {}) const;
    double secondsOf(const Job& waiting) const; // negative: not known

    /// How much of the work of all jobs that are Done since `begin` (milliseconds since 1970), wait or run is
    /// done, 0..1.
    static double doneShare(const JobList& jobs, std::int64_t begin, const JobIds& without = {});

private:
    static WorkRate runningRate(const Job& job); // from its progress

    WorkRates m_rates;
    WorkRates m_expected;
};

} // namespace enlarger::app
