// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_job.h"

#include "app/files/path_text.h"
#include "core/base/thread_priority.h"
#include "core/device/allocator_cache.h"
#include "core/infer/engine/upscale_model.h"

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
        return from == State::Queued || from == State::Waiting;
    case State::Waiting:
        return from == State::Running;
    case State::Cancelled:
        return from == State::Queued || from == State::Running || from == State::Waiting;
    case State::Done:
    case State::Failed:
        return from == State::Running || from == State::Waiting;
    }
    return false;
}

} // namespace

ExportJob::ExportJob(infer::UpscaleOptions options, DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_queue(queue)
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

ExportJob::Outcome ExportJob::work(const std::stop_token& stop)
{
    const auto model = infer::UpscaleModel::load(m_options.model);
    if (!model)
        return model.error();
    const DeviceQueue::Claim claim(m_queue, Urgency::Export); // a training waits
    SharedDeviceGate gate(m_queue, Urgency::Export, stop, [this](bool isWaiting) {
        QMetaObject::invokeMethod(
            this, [this, isWaiting] { setWaiting(isWaiting); }, Qt::QueuedConnection);
    });
    const auto progress = [this, last = Clock::time_point()](const Progress& now) mutable {
        if (now.done < now.total && Clock::now() - last < progressInterval)
            return;
        last = Clock::now();
        reportProgress(now);
    };
    return infer::PhotoUpscaler(*model).run(m_options, gate, progress,
                                            [this](const std::string& text) { reportNotice(text); });
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

void ExportJob::setWaiting(bool isWaiting)
{
    if (!isFinished())
        setState(isWaiting ? State::Waiting : State::Running);
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
