// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_forecasts.h"
#include "app/queue/job_intake.h"
#include "app/queue/job_list.h"
#include "app/queue/job_runner.h"
#include "app/queue/job_writer.h"
#include "app/queue/queue_estimate.h"
#include "app/queue/queue_plan.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <stop_token>

namespace enlarger::app {

/// How far the whole queue is.
struct QueueTotals
{
    int unfinished = 0;        // jobs that wait or run
    int over = 0;              // since it was started last
    int failed = 0;            // of these
    double share = 0.0;        // of the work that is done, 0..1
    double secondsLeft = -1.0; // negative: not known

    int all() const { return unfinished + over; }
};

/// The photos that are to be enlarged, kept in a file through every crash, and what runs them. Lives on the
/// GUI thread.
class JobQueue : public QObject
{
    Q_OBJECT

public:
    enum class Keeping {
        Closed,  // until open()
        Opening, // what is asked for meanwhile is done when it is open
        Kept,
        NotKept, // notKeptReason() says why; the jobs go with the program
    };

    /// `device`: exports give way there to what is on the screen.
    explicit JobQueue(DeviceQueue& device, QObject* parent = nullptr);
    ~JobQueue() override;

    /// opened() follows.
    void open(const std::filesystem::path& file = JobStore::defaultFile());
    Keeping keeping() const { return m_keeping; }
    const QString& notKeptReason() const { return m_reason; } // a sentence

    JobList& jobs() { return m_jobs; }
    const JobList& jobs() const { return m_jobs; }
    JobRunner& runner() { return m_runner; }
    const JobRunner& runner() const { return m_runner; }

    /// Adds jobs at the end and starts.
    void add(std::vector<Job> jobs);
    /// The same with photos and folders, with their subfolders, of which no photo is added twice;
    /// filesAdded() follows. `settings` without what belongs to one photo.
    void addFiles(const std::vector<std::filesystem::path>& paths, const JobSettings& settings);
    /// The same with photos that a watched folder has found. filesAdded() follows only where there is
    /// something to tell: photos, or problems.
    void addFound(std::vector<InputPhoto> photos, const JobSettings& settings);
    bool isAdding() const { return m_adding > 0; }

    /// There is something to do, and a person has stopped it.
    bool isPaused() const;
    /// Jobs of an earlier run that have not been finished; they wait until goOn().
    int leftOver() const { return int(m_runner.heldBack().size()); }
    const JobIds& heldBack() const { return m_runner.heldBack(); }
    void goOn();
    void dropLeftOver();
    void clearFinished(); // those that are over
    void cancelAll();

    QueueTotals totals() const;
    /// What one that waits will take; negative: not known.
    double secondsOf(const Job& waiting) const { return m_estimate.secondsOf(waiting); }
    /// What is still ahead, as it was a moment ago; planChanged() tells of another one.
    const QueuePlan& plan() const { return m_plan; }
    void flush() { m_writer.flush(); } // waits until everything is on the disk

Q_SIGNALS:
    void opened();
    void noted(const QString& sentence); // of its file: damaged, or in use, or not to be written
    void filesAdded(int added, int known, const QStringList& problems);
    void planChanged();
    void totalsChanged(); // a few times a second at most

private:
    void take(const Result<JobWriter::Opened>& opened);
    void stopKeeping(const Error& error);
    void addFoundJobs(std::vector<Job> jobs);
    void makeJobsOf(std::vector<InputPhoto> photos, const JobSettings& settings,
                    const std::shared_ptr<FoundJobs>& total);
    void planSoon();
    void whenOpen(std::function<void()> action);

    JobList m_jobs;
    JobWriter m_writer;
    JobRunner m_runner;
    QueueEstimate m_estimate;
    Keeping m_keeping = Keeping::Closed;
    QString m_reason;
    std::vector<std::function<void()>> m_whenOpen;
    std::int64_t m_begin = 0; // ms since 1970, when it was started last with nothing under way
    bool m_isOver = true;     // nothing is under way: the next start is a new beginning
    int m_adding = 0;
    std::stop_source m_stop; // of reading headers
    QTimer m_tell;
    QueuePlan m_plan;
    QTimer m_planning;
    bool m_isPlanning = false; // and changes meanwhile ask for another plan
    bool m_isPlanOutdated = false;
    std::shared_ptr<JobForecasts> m_forecasts; // the plan's thread's
    QThreadPool m_planThread;                  // last: it ends before the rest goes
};

} // namespace enlarger::app
