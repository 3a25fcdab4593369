// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/background_writer.h"

#include "core/system/thread_priority.h"

namespace enlarger::infer {

using image::Image;

BackgroundWriter::BackgroundWriter(Write write)
    : m_write(std::move(write))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

BackgroundWriter::~BackgroundWriter() = default;

Status BackgroundWriter::write(Image rows)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_bytes <= mostWaiting || !m_status; });
    if (!m_status)
        return m_status;
    m_bytes += rows.size() * sizeof(float);
    m_rows.push_back(std::move(rows));
    m_changed.notify_all();
    return {};
}

Status BackgroundWriter::finish()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_rows.empty() || !m_status; });
    return m_status;
}

double BackgroundWriter::seconds() const
{
    const std::lock_guard lock(m_mutex);
    return m_time.count();
}

void BackgroundWriter::run(const std::stop_token& stop)
{
    lowerThreadPriority(ThreadPriority::BelowNetwork);
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_rows.empty(); }) && !stop.stop_requested() &&
           m_status) {
        const Image& rows = m_rows.front(); // stays where it is while others come behind it
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        Status status = m_write(rows);
        const auto end = std::chrono::steady_clock::now();
        lock.lock();
        m_time += end - begin;
        m_status = std::move(status);
        m_bytes -= rows.size() * sizeof(float);
        m_rows.pop_front();
        m_changed.notify_all();
    }
}

} // namespace enlarger::infer
