// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/planner.h"

#include "app/session/background.h"

namespace enlarger::app {

namespace {

constexpr int delay = 300; // milliseconds

// On the planner's thread.
Result<infer::UpscalePlan> work(LastNetwork& networks, const infer::UpscaleOptions& options, Gate& gate)
try {
    gate.pass();
    const auto model = networks.get(options.model);
    if (!model)
        return model.error();
    return infer::PhotoUpscaler(*model).plan(options, gate);
} catch (const CancelledException&) {
    return Error{ErrorKind::Cancelled, "planning was cancelled", options.input, {}};
}

} // namespace

Planner::Planner(DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_network(std::make_shared<LastNetwork>())
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
    const auto task = [networks = m_network, options = *m_pending, &queue = m_queue,
                       stop = m_stop.get_token()] {
        SharedDeviceGate gate(queue, Urgency::Export, stop);
        return work(*networks, options, gate);
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
