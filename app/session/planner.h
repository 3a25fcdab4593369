// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/device_queue.h"
#include "core/infer/export/photo_upscaler.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

namespace enlarger::app {

/// Works out what an export would be, on a thread of its own, a moment after the request; a newer request
/// outdates an older one. Keeps the network and the photo's sample of the last one.
class Planner : public QObject
{
    Q_OBJECT

public:
    /// Gives way in `queue` to what is on the screen.
    explicit Planner(DeviceQueue& queue, QObject* parent = nullptr);
    ~Planner() override; // gives up what is being worked out and waits for it

    /// changed() follows once when what was known is dropped, and again when the plan or an error is there.
    void request(const infer::UpscaleOptions& options);
    void clear(); // drops the request and the plan

    /// Nothing while it is not known; then error() may say why.
    const std::optional<infer::UpscalePlan>& plan() const { return m_plan; }
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); // plan() or error(); both are empty while it is being worked out

private:
    class Work;
    void start();

    DeviceQueue& m_queue;
    QTimer m_delay; // so that a slider that is being dragged starts nothing
    std::optional<infer::UpscaleOptions> m_pending;
    std::uint64_t m_request = 0; // the newest; older ones are outdated
    std::stop_source m_stop;
    std::optional<infer::UpscalePlan> m_plan;
    std::optional<Error> m_error;
    std::shared_ptr<Work> m_work; // the thread's
    QThreadPool m_thread;         // last: it ends before the rest goes
};

} // namespace enlarger::app
