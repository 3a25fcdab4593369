// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/after_command.h"
#include "app/queue/job_check.h"
#include "app/queue/job_list.h"
#include "app/session/export_job.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace enlarger::app {

class JobWriter;

/// Runs the jobs of a list, one after another; a bad one stops no other. What is decided is on the disk
/// before it is done: the output's name before the work, so that a result that is there after a crash is
/// known again. The work is done by an ExportJob, which gives way to what is on the screen.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    JobRunner(JobList& jobs, JobWriter& writer, DeviceQueue& device, QObject* parent = nullptr);
    /// The one that runs is given up; it is kept as one that was interrupted.
    ~JobRunner() override;

    /// Whether one job follows the other. It ends when none waits any more.
    bool isStarted() const { return m_isStarted; }
    void start();
    void pause(); // the one that runs holds what it has done

    const Job* current() const { return m_jobs.find(m_current); } // that runs; null: none

    // Of some of them; what cannot be done with one is not done.
    void pause(const JobIds& ids); // the next one begins
    void resume(const JobIds& ids);
    void cancel(const JobIds& ids); // those that wait, run or are paused
    void retry(const JobIds& ids);  // those that are over; each gets a name of its own
    void remove(const JobIds& ids);
    void setSettings(const JobIds& ids, const JobSettings& settings); // those that do not run; the others too
                                                                      // wait again then
    /// A model of the store has another name, and so another file: what waits for it goes on with that one.
    void followRenaming(const std::string& name, const std::string& newName);
    int waitingWith(const std::string& model) const; // how many jobs are not done and need this model's file
    /// A program that is run on each result, one after another, while the next photo is enlarged. Nothing:
    /// none.
    void setAfterCommand(std::optional<AfterCommand> command) { m_after = std::move(command); }

    int pendingCommands() const { return m_commands; }

    /// Those that no start() begins, until they are given free.
    void holdBack(JobIds ids) { m_heldBack = std::move(ids); }
    const JobIds& heldBack() const { return m_heldBack; }

Q_SIGNALS:
    void changed();                 // isStarted() or current()
    void finished(std::int64_t id); // it is Done, Skipped, Failed or Cancelled
    void idle();                    // it was started, and nothing waits any more, no command either
    void noticeRaised(const QString& sentence);

private:
    using Export = std::unique_ptr<ExportJob>;
    void next();
    const Job* firstWaiting() const; // null: none
    void freeMemory();               // that the jobs have used one after another
    void setRunning(std::int64_t id);
    void check(const Job& job); // and begin
    bool isAhead(const Job& job) const;
    void checkAnew(const Job& job);
    void checkApart(const Job& waiting, std::function<void(Result<CheckedJob>)> taken); // on a pool's thread
    void take(Result<CheckedJob> checked);
    void lookAhead();
    void keepAhead(Result<CheckedJob> checked);
    void beginAhead();
    void releaseAhead();
    void begin(const infer::UpscaleOptions& options);
    void follow(std::int64_t id, ExportJob::State state);
    void finish(std::int64_t id, JobState state, const QString& text, const ExportJob* work = nullptr);
    void runAfterCommand(const Job& done);
    void tellCommand(std::int64_t id, const QString& problem);
    void leaveCurrent();
    TakenNames takenNames(const Job& job) const;

    JobList& m_jobs;
    JobWriter& m_writer;
    DeviceQueue& m_device;
    std::shared_ptr<SharedNetwork> m_networks;
    std::shared_ptr<FileHashes> m_hashes;
    std::shared_ptr<OutputNames::Counters> m_counters;
    bool m_isStarted = false;
    std::int64_t m_current = 0;               // 0: none
    std::uint64_t m_request = 0;              // of the check; older ones are outdated
    std::map<std::int64_t, Export> m_exports; // of the current one, and of those that are paused or end
    struct Ahead                              // a look at the next job while one runs
    {
        std::int64_t id = 0;
        std::uint64_t request = 0;
        JobSettingsPointer settings;
        std::optional<CheckedJob> checked; // nothing: it is under way
        bool isWritten = false;            // its output's name is on the disk
        bool isAwaited = false;            // it is the current job by now
    };
    std::optional<Ahead> m_ahead;
    std::uint64_t m_lastAhead = 0;
    JobIds m_removed; // as soon as they have ended
    JobIds m_heldBack;
    std::optional<AfterCommand> m_after;
    int m_commands = 0;       // that run or wait
    bool m_isIdleDue = false; // when these have ended
};

} // namespace enlarger::app
