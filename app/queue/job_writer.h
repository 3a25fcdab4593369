// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_store.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace enlarger::app {

/// A JobStore on a thread of its own, since a disk that is busy with a large photo may let a write wait for
/// seconds. Changes are written in the order in which they come; those that come while others are
/// written share a transaction, since each waits for the disk.
class JobWriter : public QObject
{
    Q_OBJECT

public:
    explicit JobWriter(QObject* parent = nullptr);
    ~JobWriter() override; // writes what is left, and lets go of the file

    struct Opened
    {
        std::vector<Job> jobs;
        QString note; // see JobStore::note()
    };
    /// opened() follows.
    void open(const std::filesystem::path& file);

    /// `done` follows on this thread as soon as it is on the disk, or cannot be. Where no file is open, it is
    /// kept nowhere, and done all the same.
    void write(JobChanges changes, std::function<void()> done = {});
    void flush(); // waits until all is written

Q_SIGNALS:
    void opened(const enlarger::Result<enlarger::app::JobWriter::Opened>& opened);
    void failed(const enlarger::Error& error); // once; from then on nothing is kept

private:
    struct Written
    {
        Status status;
        std::vector<std::function<void()>> done; // what follows
    };
    struct Held
    {
        Written writeWaiting(); // on the thread

        std::unique_ptr<JobStore> store; // the thread's alone
        std::mutex mutex;                // for the rest
        JobChanges waiting;
        std::vector<std::function<void()>> done; // when these are written
        bool isDue = false;                      // the thread will write them
    };
    std::shared_ptr<Held> m_held;
    QThreadPool m_thread; // last: it ends before the rest goes
};

} // namespace enlarger::app
