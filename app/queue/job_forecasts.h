// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/loss_sum.h"
#include "app/queue/job.h"
#include "app/queue/work_rate.h"
#include "app/session/network_loading.h"

#include <QStringList>

#include <chrono>
#include <map>
#include <vector>

namespace enlarger::app {

/// What the results of jobs will lack of their photos, a sentence each.
using LossesOfJobs = std::map<std::int64_t, QStringList>; // by the job's id, of those that lose something

/// What the plan of each single photo will say: what its result lacks of it, what memory it takes, and why it
/// cannot be enlarged. Looks into the photos' headers for it, and remembers what it has seen. For one thread
/// at a time, which computes networks.
class JobForecasts
{
public:
    struct Told
    {
        LossesOfJobs ofJobs;
        int photos = 0; // that lose something
        std::vector<LossSum::Loss> losses;
        std::int64_t memory = 0; // bytes: the most that one takes, beside what the program holds already
        int refused = 0;         // that cannot be enlarged, as all is now
        QString refusal;         // why the first of them cannot
        WorkRates rates;         // of the networks whose speed is known from earlier work
        bool isWhole = true;     // else there was no time for all photos, and the next call goes on
    };

    /// Looks at photos that are new, or have other settings, for as long as `patience`.
    Told of(const std::vector<Job>& jobs, std::chrono::milliseconds patience);

private:
    struct Seen
    {
        JobSettingsPointer settings;
        std::vector<std::string> losses;
        std::int64_t memory = 0;
        double seconds = -1.0; // negative: not known
        QString refusal;       // empty: it can be done
    };
    Seen lookAt(const Job& job);

    std::map<std::int64_t, Seen> m_seen; // by the job's id
    LastNetwork m_networks;
};

} // namespace enlarger::app
