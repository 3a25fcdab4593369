// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_job.h"

#include "app/files/path_text.h"
#include "core/device/allocator_cache.h"
#include "core/infer/engine/upscale_model.h"
#include "core/system/thread_priority.h"

#include <QDebug>

#include <chrono>

namespace enlarger::app {

namespace {

using Clock = std::chrono::steady_clock;
using State = ExportJob::State;

constexpr auto progressInterval = std::chrono::milliseconds(50);

bool isLegal(State from, State to)
{
    switch (to) {
    case State::Queued:
        return false;
    case State::Running:
        return from == State::Queued || from == State::Waiting || from == State::Paused;
    case State::Waiting:
    case State::Paused:
        return from == State::Running || from == State::Waiting;
    case State::Cancelled:
        return from < State::Done;
    case State::Done:
    case State::Failed:
        return from == State::Running || from == State::Waiting;
    }
    return false;
}

} // namespace

/// Gives way to what is on the screen, and to a person, who may keep it waiting for as long as they like: the
/// device is for others then.
class ExportJob::PausableGate : public Gate
{
public:
    PausableGate(ExportJob& job, const std::stop_token& stop)
        : m_job(job)
        , m_stop(stop)
        , m_claim(std::in_place, job.m_queue, Urgency::Export) // a training waits
        , m_gate(job.m_queue, Urgency::Export, stop,
                 [&job](bool isWaiting) { job.postState(isWaiting ? State::Waiting : State::Running); })
    {}

    void pass() override
    {
        holdWhilePaused();
        m_gate.pass();
    }

    /// Seconds, so far.
    double paused() const { return std::chrono::duration<double>(m_paused).count(); }

private:
    void holdWhilePaused()
    {
        std::unique_lock lock(m_job.m_mutex);
        if (!m_job.m_isPaused || m_stop.stop_requested())
            return;
        const auto begin = Clock::now();
        m_claim.reset();
        m_job.postState(State::Paused);
        m_job.m_resumed.wait(lock, m_stop, [this] { return !m_job.m_isPaused; });
        m_job.postState(State::Running);
        m_claim.emplace(m_job.m_queue, Urgency::Export);
        m_paused += Clock::now() - begin;
    }

    ExportJob& m_job;
    std::stop_token m_stop;
    std::optional<DeviceQueue::Claim> m_claim;
    SharedDeviceGate m_gate;
    Clock::duration m_paused{};
};

ExportJob::ExportJob(infer::UpscaleOptions options, DeviceQueue& queue, QObject* parent,
                     std::shared_ptr<SharedNetwork> networks)
    : QObject(parent)
    , m_options(std::move(options))
    , m_queue(queue)
    , m_networks(std::move(networks))
{}

ExportJob::~ExportJob() = default;

void ExportJob::setState(State state)
{
    if (!isLegal(m_state, state)) {
        qWarning() << "an export cannot go from" << m_state << "to" << state;
        return;
    }
    m_state = state;
    Q_EMIT stateChanged(state);
}

void ExportJob::start()
{
    if (m_state != State::Queued)
        return;
    // The thread ends before this object does, and Qt drops what is still queued for it.
    m_thread = std::jthread([this](const std::stop_token& stop) {
        lowerThreadPriority();
        Outcome outcome = work(stop);
        if (!m_networks) // else others follow, and whoever keeps the network for them empties it
            device::emptyAllocatorCache();
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)]() mutable { finish(std::move(outcome)); },
            Qt::QueuedConnection);
    });
    setState(State::Running);
}

void ExportJob::cancel()
{
    if (m_state == State::Queued)
        setState(State::Cancelled);
    else
        m_thread.request_stop();
}

void ExportJob::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_isPaused = paused;
    }
    m_resumed.notify_all();
}

ExportJob::Outcome ExportJob::work(const std::stop_token& stop)
{
    const auto networks = m_networks ? m_networks : std::make_shared<SharedNetwork>();
    const auto model = networks->get(m_options.model);
    if (!model)
        return model.error();
    PausableGate gate(*this, stop);
    const auto begin = Clock::now();
    const auto progress = [&, last = Clock::time_point()](Progress now) mutable {
        if (now.done < now.total && Clock::now() - last < progressInterval)
            return;
        last = Clock::now();
        const double elapsed = std::chrono::duration<double>(last - begin).count();
        if (const double worked = elapsed - gate.paused(); gate.paused() > 0.0 && worked > 0.0) {
            now.megapixelsPerSecond *= elapsed / worked;
            if (now.secondsLeft > 0.0)
                now.secondsLeft *= worked / elapsed;
        }
        reportProgress(now);
    };
    Outcome outcome = infer::PhotoUpscaler(*model).run(
        m_options, gate, progress, [this](const std::string& text) { reportNotice(text); });
    if (outcome)
        outcome->seconds -= gate.paused();
    return outcome;
}

void ExportJob::reportProgress(const Progress& progress)
{
    QMetaObject::invokeMethod(
        this,
        [this, progress] {
            m_progress = progress;
            Q_EMIT progressChanged();
        },
        Qt::QueuedConnection);
}

void ExportJob::reportNotice(const std::string& text)
{
    QMetaObject::invokeMethod(
        this, [this, sentence = toText(text)] { Q_EMIT noticeRaised(sentence); }, Qt::QueuedConnection);
}

void ExportJob::postState(State state)
{
    QMetaObject::invokeMethod(
        this,
        [this, state] {
            if (!isFinished() && m_state != state)
                setState(state);
        },
        Qt::QueuedConnection);
}

void ExportJob::finish(Outcome outcome)
{
    if (outcome) {
        m_report = std::move(*outcome);
        setState(State::Done);
    } else if (outcome.error().kind == ErrorKind::Cancelled) {
        setState(State::Cancelled);
    } else {
        m_error = std::move(outcome).error();
        setState(State::Failed);
    }
}

} // namespace enlarger::app
