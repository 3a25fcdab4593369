// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/network_loading.h"
#include "core/base/device_queue.h"
#include "core/base/progress.h"
#include "core/infer/export/photo_upscaler.h"

#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace enlarger::app {

/// One photo on its way to a file, on a thread of its own. The same code path as the command line's. Gives
/// way to what is on the screen.
class ExportJob : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Queued, // until start()
        Running,
        Waiting,   // Running, but the device has more urgent work: the preview
        Paused,    // holds what it has done, and lets others have the device
        Done,      // report() says what was written
        Cancelled, // no file has been left
        Failed,    // error() says why
    };
    Q_ENUM(State)

    /// Enlarges by options.model, which is loaded on the thread. `options` say from which file and into which
    /// one. Waits in `queue` at each of the network's gates. `networks` keeps the network for the next job,
    /// which has it at once then; null: it is not kept.
    ExportJob(infer::UpscaleOptions options, DeviceQueue& queue, QObject* parent = nullptr,
              std::shared_ptr<SharedNetwork> networks = {});
    ~ExportJob() override; // cancels and waits

    void start();                // once; Running follows at once
    void cancel();               // Cancelled follows: at once where Queued, else when the thread has given up
    void setPaused(bool paused); // Paused or Running follows, at the next gate; it may have ended by then

    State state() const { return m_state; }
    bool isFinished() const { return m_state >= State::Done; }
    const Progress& progress() const { return m_progress; } // tiles; 0 of 0 while it prepares
    const std::optional<Error>& error() const { return m_error; }
    const infer::UpscaleReport& report() const { return m_report; }
    const infer::UpscaleOptions& options() const { return m_options; }
    /// Where the result goes; once Done, the name that it has got.
    const std::filesystem::path& file() const
    {
        return m_state == State::Done ? m_report.output : m_options.output;
    }

Q_SIGNALS:
    void stateChanged(enlarger::app::ExportJob::State state);
    void progressChanged();                     // a few times a second, and at the end
    void noticeRaised(const QString& sentence); // something was done otherwise than asked, and why

private:
    class PausableGate;
    using Outcome = Result<infer::UpscaleReport>;
    void setState(State state);                // refuses illegal moves
    Outcome work(const std::stop_token& stop); // on the thread
    void reportProgress(const Progress& progress);
    void reportNotice(const std::string& text);
    void postState(State state); // from the thread; is dropped where it is over by then
    void finish(Outcome outcome);

    infer::UpscaleOptions m_options;
    DeviceQueue& m_queue;
    std::shared_ptr<SharedNetwork> m_networks; // may be null
    std::mutex m_mutex;
    std::condition_variable_any m_resumed;
    bool m_isPaused = false; // with m_mutex held: as it was asked for
    State m_state = State::Queued;
    Progress m_progress;
    std::optional<Error> m_error;
    infer::UpscaleReport m_report;
    std::jthread m_thread; // last: it ends before the rest goes
};

} // namespace enlarger::app
