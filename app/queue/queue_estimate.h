// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_list.h"

#include <map>
#include <string>

namespace enlarger::app {

/// What a network has to do for a job, in LR pixels that run through it, second passes included; 0: not
/// known.
double workOf(const Job& job);

/// How long the rest of a queue takes: the work that is left, at the rates at which jobs of the same network,
/// device and precision went.
class QueueEstimate
{
public:
    /// Of one that is Done.
    void record(const Job& done);

    /// Seconds from now on, of what waits and runs; negative: nothing can be said yet. What no rate is known
    /// for goes as the others do on average.
    double secondsLeft(const JobList& jobs, const JobIds& without = {}) const;
    double secondsOf(const Job& waiting) const; // negative: not known

    /// How much of the work of all jobs that are Done since `begin` (milliseconds since 1970), wait or run is
    /// done, 0..1.
    static double doneShare(const JobList& jobs, std::int64_t begin, const JobIds& without = {});

private:
    struct Rate
    {
        double work = 0.0;
        double seconds = 0.0;
        bool isKnown() const { return work > 0.0 && seconds > 0.0; }
        double of(double other) const { return other * seconds / work; }
    };
    static std::string keyOf(const infer::ModelSelection& model);
    static Rate runningRate(const Job& job); // from its progress

    std::map<std::string, Rate> m_rates;
};

} // namespace enlarger::app
