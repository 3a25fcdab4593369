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
    Result<infer::UpscalePlan> plan(const infer::UpscaleOptions& options, Gate& gate)
    try {
        gate.pass();
        const auto model = m_networks.get(options.model);
        if (!model)
            return model.error();
        if (!m_upscaler || m_model != *model) {
            m_model = *model;
            m_upscaler.emplace(m_model);
        }
        return m_upscaler->plan(options, gate);
    } catch (const CancelledException&) {
        return Error{ErrorKind::Cancelled, "planning was cancelled", options.input, {}};
    }

private:
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

void Planner::request(const infer::UpscaleOptions& options)
{
    clear();
    m_pending = options;
    m_delay.start();
}

void Planner::clear()
{
    m_stop.request_stop();
    ++m_request;
    m_delay.stop();
    m_pending.reset();
    if (!m_plan && !m_error)
        return;
    m_plan.reset();
    m_error.reset();
    Q_EMIT changed();
}

void Planner::start()
{
    m_stop = {};
    const auto task = [work = m_work, options = *m_pending, &queue = m_queue, stop = m_stop.get_token()] {
        SharedDeviceGate gate(queue, Urgency::Export, stop);
        return work->plan(options, gate);
    };
    runInBackground(m_thread, this, TaskPriority::High, task,
                    [this, request = m_request](Result<infer::UpscalePlan> plan) {
                        if (request != m_request)
                            return;
                        if (plan)
                            m_plan = std::move(*plan);
                        else
                            m_error = std::move(plan).error();
                        Q_EMIT changed();
                    });
}

} // namespace enlarger::app
