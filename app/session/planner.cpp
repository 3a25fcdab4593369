// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/planner.h"

#include "app/session/background.h"
#include "app/session/network_loading.h"

namespace enlarger::app {

namespace {

constexpr int delay = 300; // milliseconds

} // namespace

/// On the planner's thread. Keeps the upscaler, which keeps the sample of the last photo.
class Planner::Work
{
public:
    Result<infer::UpscalePlan> draft(const infer::UpscaleOptions& options, const image::PhotoInfo& source,
                                     const std::stop_token& stop)
    {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "planning was cancelled", options.input, {}};
        auto loaded = load(options.model);
        return loaded ? m_upscaler->draftPlan(options, source) : std::move(loaded).error();
    }

    Result<infer::UpscalePlan> plan(const infer::UpscaleOptions& options, Gate& gate)
    try {
        gate.pass();
        auto loaded = load(options.model);
        return loaded ? m_upscaler->plan(options, gate) : std::move(loaded).error();
    } catch (const CancelledException&) {
        return Error{ErrorKind::Cancelled, "planning was cancelled", options.input, {}};
    }

private:
    Status load(const infer::ModelSelection& network)
    {
        auto model = m_networks.get(network);
        if (!model)
            return std::move(model).error();
        if (!m_upscaler || m_model != *model) {
            m_model = *model;
            m_upscaler.emplace(m_model);
        }
        return {};
    }

    LastNetwork m_networks;
    std::shared_ptr<const infer::UpscaleModel> m_model; // of the upscaler
    std::optional<infer::PhotoUpscaler> m_upscaler;
};

Planner::Planner(DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_work(std::make_shared<Work>())
{
    configureComputeThread(m_thread);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    connect(&m_delay, &QTimer::timeout, this, &Planner::start);
}

Planner::~Planner()
{
    m_stop.request_stop();
    m_thread.clear();
}

void Planner::request(const infer::UpscaleOptions& options, const image::PhotoInfo& source)
{
    clear();
    m_pending = Request{options, source};
    m_delay.start();
}

void Planner::clear()
{
    m_stop.request_stop();
    ++m_request;
    m_delay.stop();
    m_pending.reset();
    if (!m_plan && !m_draft && !m_error && !m_isWaiting)
        return;
    m_plan.reset();
    m_draft.reset();
    m_error.reset();
    m_isWaiting = false;
    Q_EMIT changed();
}

void Planner::start()
{
    m_stop = {};
    const auto task = [work = m_work, pending = *m_pending, stop = m_stop.get_token()] {
        return work->draft(pending.options, pending.source, stop);
    };
    runInBackground(m_thread, this, TaskPriority::High, task,
                    [this, request = m_request](Result<infer::UpscalePlan> draft) {
                        if (request != m_request)
                            return;
                        if (draft) { // what is wrong, the plan will say
                            m_draft = std::move(*draft);
                            Q_EMIT changed();
                        }
                        startPlan();
                    });
}

void Planner::startPlan()
{
    const auto waiting = [guard = QPointer<QObject>(this), this, request = m_request](bool isWaiting) {
        postToGuiThread(guard, [this, request, isWaiting] {
            if (request == m_request)
                setWaiting(isWaiting);
        });
    };
    const auto task = [work = m_work, options = m_pending->options, &queue = m_queue, waiting,
                       stop = m_stop.get_token()] {
        SharedDeviceGate gate(queue, Urgency::Export, stop, waiting);
        return work->plan(options, gate);
    };
    runInBackground(m_thread, this, TaskPriority::High, task,
                    [this, request = m_request](Result<infer::UpscalePlan> plan) {
                        if (request != m_request)
                            return;
                        m_draft.reset();
                        m_isWaiting = false;
                        if (plan)
                            m_plan = std::move(*plan);
                        else
                            m_error = std::move(plan).error();
                        Q_EMIT changed();
                    });
}

void Planner::setWaiting(bool isWaiting)
{
    if (isWaiting == m_isWaiting)
        return;
    m_isWaiting = isWaiting;
    Q_EMIT changed();
}

} // namespace enlarger::app
