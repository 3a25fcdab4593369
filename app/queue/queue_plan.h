// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_list.h"

#include <QStringList>

#include <vector>

namespace enlarger::app {

/// What the jobs that are still to be run come to, by what is known of them: no photo is opened for it.
struct QueuePlan
{
    int photos = 0;
    double megapixels = 0.0; // of the results
    std::int64_t bytes = 0;  // of their files, roughly
    QStringList problems; // that would be met on the way: disk space, format limits, folders; a sentence each
    QStringList notes;    // of what is done otherwise than asked for: names that several results share

    bool operator==(const QueuePlan&) const = default;
};

/// The jobs that wait or run, but for `without`, as copies: planQueue() is for another thread.
std::vector<Job> jobsAhead(const JobList& jobs, const JobIds& without = {});

/// Asks the disks, which may take its time. The free space of a disk is what all results on it share.
QueuePlan planQueue(const std::vector<Job>& jobs);

} // namespace enlarger::app
