// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace enlarger::infer {

/// Writes on a thread of its own, in what the network leaves of the processor: all of it where that runs on a
/// card. Rows are written in the order in which they come.
class BackgroundWriter
{
public:
    using Write = std::function<Status(const image::Image& rows)>;

    /// Bytes of rows that may wait; the last ones go beyond it.
    static constexpr std::size_t mostWaiting = std::size_t(16) << 20;

    explicit BackgroundWriter(Write write);
    /// What still waits is not written.
    ~BackgroundWriter();
    BackgroundWriter(const BackgroundWriter&) = delete;
    BackgroundWriter& operator=(const BackgroundWriter&) = delete;

    /// Waits while too much waits. The first Error of writing rows that came before.
    Status write(image::Image rows);
    /// Waits until all is written.
    Status finish();

    /// How long it has written so far.
    double seconds() const;

private:
    void run(const std::stop_token& stop);

    Write m_write;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<image::Image> m_rows; // that wait, and first those that are being written
    std::size_t m_bytes = 0;         // of them
    Status m_status;
    std::chrono::duration<double> m_time{};
    std::jthread m_thread; // last: it ends first
};

} // namespace enlarger::infer
