// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/device_queue.h"
#include "core/base/progress.h"
#include "core/infer/export/photo_upscaler.h"

#include <QObject>

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
        Done,      // report() says what was written
        Cancelled, // no file has been left
        Failed,    // error() says why
    };
    Q_ENUM(State)

    /// Enlarges by options.model, which is loaded on the thread. `options` say from which file and into which
    /// one. Waits in `queue` at each of the network's gates.
    ExportJob(infer::UpscaleOptions options, DeviceQueue& queue, QObject* parent = nullptr);
    ~ExportJob() override; // cancels and waits

    void start();  // once; Running follows at once
    void cancel(); // Cancelled follows: at once where Queued, else when the thread has given up

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
    using Outcome = Result<infer::UpscaleReport>;
    void setState(State state);                // refuses illegal moves
    Outcome work(const std::stop_token& stop); // on the thread
    void reportProgress(const Progress& progress);
    void reportNotice(const std::string& text);
    void setWaiting(bool isWaiting);
    void finish(Outcome outcome);

    infer::UpscaleOptions m_options;
    DeviceQueue& m_queue;
    State m_state = State::Queued;
    Progress m_progress;
    std::optional<Error> m_error;
    infer::UpscaleReport m_report;
    std::jthread m_thread; // last: it ends before the rest goes
};

} // namespace enlarger::app
