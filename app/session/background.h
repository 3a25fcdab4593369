// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <utility>

namespace enlarger::app {

/// What comes first where both threads are busy.
enum class TaskPriority { Low, Normal, High };

/// The two threads that read and decode files. The end of the application waits for what they are at.
QThreadPool& readingPool();

/// Makes `pool` one thread that computes networks now and then, and ends whenever it has nothing to do. With
/// a thread that computes live the helpers that LibTorch gave it, and where there are more of them than
/// cores, all helpers sleep between any two operations: an idle thread would slow down the others by a sixth.
void configureComputeThread(QThreadPool& pool);

/// Calls `task` on the GUI thread, soon, unless `context` is gone by then. From any thread.
template <class Task>
void postToGuiThread(const QPointer<QObject>& context, Task task)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [context, task = std::move(task)]() mutable {
            if (context)
                task();
        },
        Qt::QueuedConnection);
}

/// Runs `work` on a thread of `pool` and hands its result to `done` on the GUI thread, unless `context` is
/// gone by then. `work` must hold values alone: whoever asked for it may not live that long.
template <class Work, class Done>
void runInBackground(QThreadPool& pool, QObject* context, TaskPriority priority, Work work, Done done)
{
    pool.start(
        [guard = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
            postToGuiThread(guard,
                            [done = std::move(done), result = work()]() mutable { done(std::move(result)); });
        },
        int(priority));
}

} // namespace enlarger::app
