// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_writer.h"

#include "app/session/background.h"

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
    const auto work = [held = m_held, changes = std::move(changes)]() -> Status {
        if (!held->store)
            return {};
        Status written = held->store->write(changes);
        if (!written)
            held->store = nullptr;
        return written;
    };
    runInBackground(m_thread, this, inTurn, work, [this, done = std::move(done)](const Status& written) {
        if (!written)
            Q_EMIT failed(written.error());
        if (done)
            done();
    });
}

void JobWriter::flush()
{
    m_thread.waitForDone();
}

} // namespace enlarger::app
