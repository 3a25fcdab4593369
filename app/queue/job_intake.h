// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/input_list.h"
#include "app/queue/job.h"

#include <map>
#include <set>
#include <vector>

namespace enlarger::app {

/// Jobs that a queue has, by their photos: what is there already is not added again.
class KnownJobs
{
public:
    void add(const Job& job); // one that is Done, or not yet

    /// Whether such a job waits, or its result is there, of the photo as it is and by the same settings. May
    /// read the photo.
    bool has(const std::filesystem::path& photo, const QByteArray& settings) const;

    /// Whether the file is the result of such a job, whatever has become of it.
    bool isResult(const std::filesystem::path& file) const { return m_results.contains(file); }

private:
    struct Known
    {
        QByteArray settings;
        JobState state;
        SourceState seen;
        std::filesystem::path output;
    };
    std::multimap<std::filesystem::path, Known> m_jobs;
    std::set<std::filesystem::path> m_results;
};

struct FoundJobs
{
    std::vector<Job> jobs;
    std::vector<Error> problems; // of photos that cannot be read
    int known = 0;               // photos that the queue has already
    int results = 0;             // photos of folders that this program has made
    bool isQuiet = false;        // whether nobody waits for an answer
};

/// Jobs for the photos, all by these settings; reads their headers. Results go to the same subfolders, where
/// they have a folder of their own.
FoundJobs makeJobs(const std::vector<InputPhoto>& photos, const JobSettings& settings,
                   const KnownJobs& known);

} // namespace enlarger::app
