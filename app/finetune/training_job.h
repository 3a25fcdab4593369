// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/health.h"
#include "app/training/run_models.h"
#include "app/training/training_outcome.h"
#include "core/base/device_queue.h"
#include "core/models/model_store.h"
#include "core/train/data/sample_source.h"
#include "core/train/photos/data_report.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace enlarger::app {

/// One training on a thread of its own, by the same code path as the command line's. It gives way to the
/// screen and to exports.
class TrainingJob : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Queued,    // until start()
        Preparing, // looks at the photos, loads the network
        Training,
        Paused,   // between two steps; the device is free
        Stopping, // ends after the step, with a checkpoint
        Ended,    // outcome() says how
        Failed,   // error() says why; the last checkpoint stands
    };
    Q_ENUM(State)

    struct Progress
    {
        std::int64_t step = 0;
        std::int64_t steps = 0; // in all, at this pace; 0: not known yet
        double secondsLeft = 0.0;
        std::int64_t photosSeen = 0; // while Preparing, of `photos`
        std::int64_t photos = 0;
    };

    /// `found`: the photos, where they have been looked through already; else the job does it.
    TrainingJob(TrainingPlan plan, std::optional<train::DataReport> found, models::ModelStore store,
                DeviceQueue& queue, QObject* parent = nullptr);
    ~TrainingJob() override; // stops, and waits until the step and its checkpoint are done

    void start();  // once
    void pause();  // after the step
    void resume(); // from Paused
    void stop();   // Ended follows, with TrainingOutcome::Stopped

    // After the step that is computed now:
    void halveRate();
    void continueLonger(double minutes);          // a run of a length in time
    void continueFurther(std::int64_t moreSteps); // a run of a length in steps

    /// The network as it was at a step, in files that stay until the next but one is written.
    struct Snapshot
    {
        std::int64_t step = 0;
        RunModels models;
    };
    /// Written on demand; nothing: none yet.
    const std::optional<Snapshot>& snapshot() const { return m_snapshot; }
    void renewSnapshot(); // after the next step
    /// While it is watched another one comes with each validation; the first one after the next step.
    void watchSnapshots(bool watched);

    State state() const { return m_state; }
    bool isRunning() const { return m_state > State::Queued && m_state < State::Ended; }
    const TrainingPlan& plan() const { return m_plan; }
    const Progress& progress() const { return m_progress; }
    const std::optional<Error>& error() const { return m_error; }
    const std::optional<TrainingOutcome>& outcome() const { return m_outcome; }
    /// How it ended, in whole sentences.
    const QString& sentence() const { return m_sentence; }
    const std::optional<train::DataReport>& photos() const { return m_photos; }

    /// What has come to the curves since a place that an earlier call gave; all of it from a new place, and
    /// where the run went back to a checkpoint meanwhile (`isWhole`).
    struct HistoryPlace
    {
        std::size_t points = 0;
        std::uint64_t rewrites = 0;
    };
    struct NewHistory
    {
        std::vector<train::HistoryPoint> points;
        bool isWhole = false;
        HistoryPlace place;                    // for the next call
        std::vector<std::int64_t> checkpoints; // the steps of all that are there
    };
    NewHistory historySince(const HistoryPlace& place) const;

    /// As of the last validation; what the command line warns of is here instead of among the notices.
    const std::vector<HealthRow>& health() const { return m_health; }

Q_SIGNALS:
    void stateChanged(enlarger::app::TrainingJob::State state);
    void progressChanged(); // a few times a second at most
    void stripChanged();    // the folder has the pictures of another validation
    void snapshotChanged();
    void healthChanged();
    void noticeRaised(const QString& sentence);

private:
    struct Ending // what the thread hands over
    {
        std::optional<TrainingOutcome> outcome;
        std::string sentence;
        std::optional<Error> error;
    };
    // On the thread:
    Ending work(const std::stop_token& stop);
    Result<std::unique_ptr<train::SampleSource>> openPhotos(Gate& gate, train::DataReport& photos);
    train::RunSinks sinks(const std::stop_token& stop);
    void record(const train::HistoryPoint& point);
    void judge();
    bool waitWhilePaused(const std::stop_token& stop);
    void keepSnapshot(std::int64_t step, const train::NetworkWriter& write);
    void report(const Progress& progress, bool isLast = false);

    void setState(State state);
    void end(Ending ending);

    TrainingPlan m_plan;
    std::optional<train::DataReport> m_found; // before the start
    models::ModelStore m_store;
    DeviceQueue& m_queue;
    State m_state = State::Queued;
    Progress m_progress;
    std::optional<Error> m_error;
    std::optional<TrainingOutcome> m_outcome;
    QString m_sentence;
    std::optional<train::DataReport> m_photos;
    std::optional<Snapshot> m_snapshot;
    std::vector<HealthRow> m_health;

    mutable std::mutex m_mutex; // for what follows
    std::vector<train::HistoryPoint> m_history;
    std::uint64_t m_rewrites = 0; // of points that were there already
    std::vector<std::int64_t> m_checkpoints;
    bool m_wantsPause = false;
    bool m_wantsSnapshot = false;
    bool m_isWatched = false;
    train::Adjustment m_wanted; // since the last step
    std::condition_variable_any m_pauseChanged;

    std::filesystem::path m_snapshotFolder; // the thread's

    std::jthread m_thread; // last: it ends before the rest goes
};

} // namespace enlarger::app
