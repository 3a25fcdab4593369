// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/queue_on_desktop.h"

#include <utility>

namespace enlarger::app {

QueueOnDesktop::QueueOnDesktop(JobQueue& queue, const QDBusConnection& session, const QDBusConnection& system,
                               std::function<bool()> isInFront, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_isInFront(std::move(isInFront))
    , m_taskbar(session)
    , m_inhibitor(session, system)
    , m_notifier(session)
{
    connect(&m_queue, &JobQueue::totalsChanged, this, &QueueOnDesktop::showProgress);
    connect(&m_queue.runner(), &JobRunner::changed, this, &QueueOnDesktop::keepAwake);
    connect(&m_queue.runner(), &JobRunner::finished, this, &QueueOnDesktop::count);
    connect(&m_queue.runner(), &JobRunner::idle, this, &QueueOnDesktop::tellOutcome);
    connect(&m_notifier, &Notifier::clicked, this, &QueueOnDesktop::clicked);
}

void QueueOnDesktop::setTraining(bool isTraining)
{
    m_isTraining = isTraining;
    keepAwake();
}

void QueueOnDesktop::tell(const QString& title, const QString& text)
{
    if (!m_isInFront())
        m_notifier.show(title, text);
}

void QueueOnDesktop::showProgress()
{
    const QueueTotals totals = m_queue.totals();
    if (m_queue.runner().isStarted() && totals.unfinished > 0)
        m_taskbar.show(totals.share, totals.unfinished);
    else
        m_taskbar.hide();
}

void QueueOnDesktop::keepAwake()
{
    const bool isEnlarging = m_queue.runner().isStarted(); // also between two photos
    if (isEnlarging || m_isTraining)
        m_inhibitor.hold(isEnlarging ? tr("Photos are being enlarged") : tr("A network is being trained"));
    else
        m_inhibitor.release();
}

void QueueOnDesktop::count(std::int64_t id)
{
    const Job* job = m_queue.jobs().find(id);
    m_written += int(job && job->state == JobState::Done);
    m_failed += int(job && job->state == JobState::Failed);
}

void QueueOnDesktop::tellOutcome()
{
    m_taskbar.hide();
    const int written = std::exchange(m_written, 0);
    const int failed = std::exchange(m_failed, 0);
    if (failed > 0)
        tell(tr("The queue is done, with problems"),
             tr("%1 of %2 photos could not be enlarged.").arg(failed).arg(written + failed));
    else if (written > 0)
        tell(tr("The queue is done"),
             written == 1 ? tr("1 photo was written.") : tr("%1 photos were written.").arg(written));
}

} // namespace enlarger::app
