// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/loss_sum.h"
#include "app/queue/job.h"

#include <QStringList>

#include <chrono>
#include <map>
#include <vector>

namespace enlarger::app {

/// What the results of jobs will lack of their photos, a sentence each.
using LossesOfJobs = std::map<std::int64_t, QStringList>; // by the job's id, of those that lose something

/// Looks into the photos' headers for it, and remembers what it has seen. For one thread at a time.
class JobLosses
{
public:
    struct Told
    {
        LossesOfJobs ofJobs;
        int photos = 0; // that lose something
        std::vector<LossSum::Loss> losses;
        bool isWhole = true; // else there was no time for all photos, and the next call goes on
    };

    /// Of jobs whose sizes are known. Opens photos that are new, or have other settings, for as long as
    /// `patience`. A photo that cannot be opened loses nothing here: its job will tell.
    Told of(const std::vector<Job>& jobs, std::chrono::milliseconds patience);

private:
    struct Seen
    {
        JobSettingsPointer settings;
        std::vector<std::string> sentences;
    };
    std::map<std::int64_t, Seen> m_seen; // by the job's id
};

} // namespace enlarger::app
