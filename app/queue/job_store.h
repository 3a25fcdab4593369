// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "core/base/result.h"

#include <memory>
#include <vector>

namespace enlarger::app {

/// What has happened to jobs, to be kept at once or not at all.
struct JobChanges
{
    std::vector<Job> written; // new ones, and those that are others now
    std::vector<std::int64_t> removed;

    bool isEmpty() const { return written.empty() && removed.empty(); }
};

/// The jobs in an SQLite file, so that neither a killed program nor a power cut loses one: every write() is a
/// transaction that is on the disk when it returns. One program has the file at a time, as long as the store
/// lives. To be made, used and destroyed by one thread.
class JobStore
{
public:
    /// ENLARGER_DATA_DIR, else the data folder: queue.sqlite.
    static std::filesystem::path defaultFile();

    /// A file that is damaged, or that a newer version has written, is kept under another name, which note()
    /// says, and another begins. Errors: another program has it (ErrorKind::FileExists), or it can neither be
    /// read nor written; it stays as it is.
    static Result<std::unique_ptr<JobStore>> open(const std::filesystem::path& file);
    ~JobStore();

    /// Of the file that is kept aside, for a person; empty: there is none.
    const QString& note() const { return m_note; }

    /// In their order. Those that were running are waiting again, and wasInterrupted().
    std::vector<Job> takeJobs() { return std::move(m_jobs); }

    Status write(const JobChanges& changes);

private:
    class Connection;
    enum class Condition { Good, Damaged, Newer, Locked, Unusable };
    JobStore();
    Condition connect(const std::filesystem::path& file);
    bool readJobs();

    std::unique_ptr<Connection> m_connection;
    std::vector<Job> m_jobs;
    QString m_note;
};

} // namespace enlarger::app
