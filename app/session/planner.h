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
/// outdates an older one. First comes what is known at once, then the plan, which may have to wait for the
/// device. Keeps the network and the photo's sample of the last one.
class Planner : public QObject
{
    Q_OBJECT

public:
    /// Gives way in `queue` to what is on the screen.
    explicit Planner(DeviceQueue& queue, QObject* parent = nullptr);
    ~Planner() override; // gives up what is being worked out and waits for it

    /// `source`: the photo's header. changed() follows when what was known is dropped, and with everything
    /// that becomes known.
    void request(const infer::UpscaleOptions& options, const image::PhotoInfo& source);
    void clear(); // drops the request and the plan

    /// Nothing while it is not known; then error() may say why.
    const std::optional<infer::UpscalePlan>& plan() const { return m_plan; }
    const std::optional<Error>& error() const { return m_error; }
    /// What is known at once, see PhotoUpscaler::draftPlan(); nothing a moment before that, and where the
    /// plan is there.
    const std::optional<infer::UpscalePlan>& draft() const { return m_draft; }
    bool isWaiting() const { return m_isWaiting; } // for the device, which more urgent work has

Q_SIGNALS:
    void changed(); // any of these

private:
    class Work;
    struct Request
    {
        infer::UpscaleOptions options;
        image::PhotoInfo source;
    };
    void start(); // with the draft
    void startPlan();
    void setWaiting(bool isWaiting);

    DeviceQueue& m_queue;
    QTimer m_delay; // so that a slider that is being dragged starts nothing
    std::optional<Request> m_pending;
    std::uint64_t m_request = 0; // the newest; older ones are outdated
    std::stop_source m_stop;
    std::optional<infer::UpscalePlan> m_plan;
    std::optional<infer::UpscalePlan> m_draft;
    std::optional<Error> m_error;
    bool m_isWaiting = false;
    std::shared_ptr<Work> m_work; // the thread's
    QThreadPool m_thread;         // last: it ends before the rest goes
};

} // namespace enlarger::app
