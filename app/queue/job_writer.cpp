// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_writer.h"

#include "app/session/background.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace enlarger::app {

namespace {

// QThreadPool gives what an idle thread begins with the priority 0, whatever was said: another one would come
// before it.
constexpr auto inTurn = TaskPriority(0);

} // namespace

JobWriter::JobWriter(QObject* parent)
    : QObject(parent)
    , m_held(std::make_shared<Held>())
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1); // the file is the affair of one thread
}

JobWriter::~JobWriter()
{
    writeWaiting();
    m_thread.start([held = m_held] { held->store = nullptr; });
    m_thread.waitForDone();
}

void JobWriter::open(const std::filesystem::path& file)
{
    writeWaiting(); // which is not for this file
    const auto work = [held = m_held, file]() -> Result<Opened> {
        auto store = JobStore::open(file);
        if (!store)
            return std::move(store).error();
        held->store = *std::move(store);
        return Opened{held->store->takeJobs(), held->store->note()};
    };
    runInBackground(m_thread, this, inTurn, work,
                    [this](const Result<Opened>& result) { Q_EMIT opened(result); });
}

void JobWriter::write(JobChanges changes, std::function<void()> done)
{
    std::ranges::move(changes.written, std::back_inserter(m_waiting.written));
    std::ranges::copy(changes.removed, std::back_inserter(m_waiting.removed)); // an id is never used again
    if (done)
        m_waitingDone.push_back(std::move(done));
    if (m_writing == 0 && !std::exchange(m_isDue, true))
        QMetaObject::invokeMethod(this, &JobWriter::writeWaiting, Qt::QueuedConnection);
}

void JobWriter::writeWaiting()
{
    m_isDue = false;
    if (m_waiting.isEmpty() && m_waitingDone.empty())
        return;
    const auto work = [held = m_held, changes = std::exchange(m_waiting, {})]() -> Status {
        if (!held->store)
            return {};
        Status written = held->store->write(changes);
        if (!written)
            held->store = nullptr;
        return written;
    };
    ++m_writing;
    runInBackground(m_thread, this, inTurn, work,
                    [this, done = std::exchange(m_waitingDone, {})](const Status& written) {
                        if (--m_writing == 0)
                            writeWaiting();
                        if (!written)
                            Q_EMIT failed(written.error());
                        for (const auto& follow : done)
                            follow();
                    });
}

void JobWriter::flush()
{
    writeWaiting();
    m_thread.waitForDone();
}

} // namespace enlarger::app
