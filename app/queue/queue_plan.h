// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_forecasts.h"
#include "app/queue/job_list.h"

#include <QStringList>

#include <vector>

namespace enlarger::app {

/// What the jobs that are still to be run come to.
struct QueuePlan
{
    int photos = 0;
    double megapixels = 0.0; // of the results
    std::int64_t bytes = 0;  // of their files, roughly
    std::int64_t memory = 0; // bytes, roughly: the most that one of them takes; 0: not known
    QStringList problems;    // that would be met on the way: disk space, format limits, folders, photos that
                             // cannot be enlarged; a sentence each
    QStringList subjects;    // what each of them is about, which stays the same when its figures change
    QStringList notes;       // of what is done otherwise than asked for: names that several results share
    int lossy = 0;           // photos whose results will lack something
    QStringList losses;      // what it is, each with the number of photos; see JobForecasts

    bool operator==(const QueuePlan&) const = default;
};

/// The jobs that wait or run, but for `without`, as copies: planQueue() is for another thread.
std::vector<Job> jobsAhead(const JobList& jobs, const JobIds& without = {});

/// By what is known of them: asks the disks, which may take its time, and opens no photo. The free space of a
/// disk is what all results on it share.
QueuePlan planQueue(const std::vector<Job>& jobs, const JobForecasts::Told& told = {});

} // namespace enlarger::app
