// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace enlarger::cli {

/// Ctrl-C as a request to stop: while one lives, the first SIGINT, SIGTERM or SIGHUP stops the token, and the
/// second ends the process at once. Make it before any other thread, so that all inherit the blocked signals.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    bool asked() const { return m_stop.stop_requested(); }

private:
    std::stop_source m_stop;
    std::atomic<bool> m_isEnding = false;
    std::thread m_waiter;
};

} // namespace enlarger::cli
