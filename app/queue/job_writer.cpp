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
    m_thread.start([held = m_held] { held->store = nullptr; });
    m_thread.waitForDone();
}

void JobWriter::open(const std::filesystem::path& file)
{
    flush(); // what is not for this file
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
    {
        const std::lock_guard lock(m_held->mutex);
        std::ranges::move(changes.written, std::back_inserter(m_held->waiting.written));
        std::ranges::copy(changes.removed, std::back_inserter(m_held->waiting.removed)); // ids are used once
        if (done)
            m_held->done.push_back(std::move(done));
        if (std::exchange(m_held->isDue, true))
            return;
    }
    runInBackground(
        m_thread, this, inTurn, [held = m_held] { return held->writeWaiting(); },
        [this](const Written& written) {
            if (!written.status)
                Q_EMIT failed(written.status.error());
            for (const auto& follow : written.done)
                follow();
        });
}

JobWriter::Written JobWriter::Held::writeWaiting()
{
    JobChanges changes;
    Written written;
    {
        const std::lock_guard lock(mutex);
        isDue = false;
        changes = std::exchange(waiting, {});
        written.done = std::exchange(done, {});
    }
    if (store)
        written.status = store->write(changes);
    if (!written.status)
        store = nullptr;
    return written;
}

void JobWriter::flush()
{
    m_thread.waitForDone();
}

} // namespace enlarger::app
