// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/result.h"
#include "core/image/pixels/image.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace enlarger::infer {

/// Writes on a thread of its own, for networks that run on a card and leave the processor to encoders. Where
/// the thread falls behind, its caller writes, too. Rows are written in the order in which they come.
class BackgroundWriter
{
public:
    using Write = std::function<Status(const image::Image& rows)>;

    /// Bytes of rows that may wait when write() returns.
    static constexpr std::size_t mostWaiting = std::size_t(16) << 20;

    explicit BackgroundWriter(Write write);
    /// What still waits is not written.
    ~BackgroundWriter();
    BackgroundWriter(const BackgroundWriter&) = delete;
    BackgroundWriter& operator=(const BackgroundWriter&) = delete;

    /// The first Error of writing rows, perhaps of earlier ones.
    Status write(const image::Image& rows);
    /// Returns when all is written. Passes the gate, and throws what it throws.
    Status finish(Gate& gate);

private:
    void run(const std::stop_token& stop);
    void help(std::unique_lock<std::mutex>& lock);
    void writePiece(std::unique_lock<std::mutex>& lock);

    Write m_write;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<image::Image> m_pieces; // that wait
    std::size_t m_bytes = 0;           // of them
    bool m_isWriting = false;          // somebody writes a piece
    Status m_status;
    std::jthread m_thread; // last: it ends first
};

} // namespace enlarger::infer
