// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/background_writer.h"

#include <algorithm>
#include <exception>
#include <new>

namespace enlarger::infer {

using image::Image;

namespace {

// A caller may have to wait for a piece that the thread has begun.
constexpr std::size_t pieceBytes = std::size_t(1) << 20;

std::size_t bytesOf(const Image& rows)
{
    return rows.size() * sizeof(float);
}

} // namespace

BackgroundWriter::BackgroundWriter(Write write)
    : m_write(std::move(write))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

BackgroundWriter::~BackgroundWriter() = default;

Status BackgroundWriter::write(const Image& rows)
{
    const std::size_t rowBytes = rows.rowSize() * sizeof(float);
    const int high =
        static_cast<int>(std::max<std::size_t>(pieceBytes / std::max<std::size_t>(rowBytes, 1), 1));
    for (int y = 0; y < rows.height(); y += high) {
        Image piece = rows.crop(0, y, rows.width(), std::min(high, rows.height() - y));
        const std::lock_guard lock(m_mutex);
        m_bytes += bytesOf(piece);
        m_pieces.push_back(std::move(piece));
        m_changed.notify_all();
    }
    std::unique_lock lock(m_mutex);
    while (m_bytes > mostWaiting && m_status)
        help(lock);
    return m_status;
}

Status BackgroundWriter::finish(Gate& gate)
{
    std::unique_lock lock(m_mutex);
    while ((m_isWriting || !m_pieces.empty()) && m_status) {
        lock.unlock();
        gate.pass();
        lock.lock();
        help(lock);
    }
    return m_status;
}

void BackgroundWriter::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto canWrite = [this] { return !m_isWriting && !m_pieces.empty(); };
    while (m_changed.wait(lock, stop, canWrite) && !stop.stop_requested() && m_status)
        writePiece(lock);
}

/// Writes a piece, or waits for one that is being written.
void BackgroundWriter::help(std::unique_lock<std::mutex>& lock)
{
    if (m_isWriting)
        m_changed.wait(lock, [this] { return !m_isWriting; });
    else if (!m_pieces.empty())
        writePiece(lock);
}

void BackgroundWriter::writePiece(std::unique_lock<std::mutex>& lock)
{
    Image piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    m_isWriting = true;
    lock.unlock();
    Status status;
    try {
        status = m_write(piece);
    } catch (const std::bad_alloc&) {
        status = Error{ErrorKind::OutOfMemory, "there is not enough memory to write the file", {}, {}};
    } catch (const std::exception& problem) {
        status = Error{ErrorKind::Internal, std::string("writing failed: ") + problem.what(), {}, {}};
    }
    const std::size_t bytes = bytesOf(piece);
    piece = Image();
    lock.lock();
    m_isWriting = false;
    m_bytes -= bytes;
    if (m_status)
        m_status = std::move(status);
    m_changed.notify_all();
}

} // namespace enlarger::infer
