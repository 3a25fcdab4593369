// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/notifier.h"
#include "app/desktop/sleep_inhibitor.h"
#include "app/desktop/taskbar_progress.h"
#include "app/queue/job_queue.h"

#include <functional>

namespace enlarger::app {

/// Shows the desktop how far a queue is: a bar in the taskbar, a notification when it is done and nobody
/// looks, and no sleep while it works. Trainings have a part in it.
class QueueOnDesktop : public QObject
{
    Q_OBJECT

public:
    /// `isInFront`: whether the window has the focus; then nobody is notified.
    QueueOnDesktop(JobQueue& queue, const QDBusConnection& session, const QDBusConnection& system,
                   std::function<bool()> isInFront, QObject* parent = nullptr);

    /// Other work that keeps the computer awake: a training.
    void setTraining(bool isTraining);
    /// Notifies, where nobody looks.
    void tell(const QString& title, const QString& text);
    const SleepInhibitor& inhibitor() const { return m_inhibitor; }

Q_SIGNALS:
    void clicked(); // a notification: the window is wanted

private:
    void showProgress();
    void keepAwake();
    void count(std::int64_t id); // a job that is over
    void tellOutcome();

    JobQueue& m_queue;
    std::function<bool()> m_isInFront;
    TaskbarProgress m_taskbar;
    SleepInhibitor m_inhibitor;
    Notifier m_notifier;
    bool m_isTraining = false;
    int m_written = 0; // since the queue was idle
    int m_failed = 0;
};

} // namespace enlarger::app
