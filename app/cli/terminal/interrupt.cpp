// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/interrupt.h"

#include "app/cli/terminal/command.h"

#include <chrono>
#include <csignal>
#include <pthread.h>
#include <unistd.h>

namespace enlarger::cli {

namespace {

constexpr int endWaiting = SIGUSR2; // sent by the destructor to its own thread
// A person needs longer for a second Ctrl-C. timeout(1) and process groups deliver one request to stop twice.
constexpr std::chrono::milliseconds oneRequest{500};

// A signal that is ignored from outside (nohup, a shell's background job) stays so.
bool isIgnored(int signal)
{
    struct sigaction action
    {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

Interrupt::Interrupt()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (!isIgnored(signal))
            sigaddset(&signals, signal);
    sigaddset(&signals, endWaiting);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_waiter = std::thread([this, signals] {
        int signal = 0;
        std::chrono::steady_clock::time_point firstRequest;
        while (::sigwait(&signals, &signal) == 0 && !m_isEnding) {
            if (signal == endWaiting)
                continue; // not from us
            if (!m_stop.request_stop()) {
                if (std::chrono::steady_clock::now() - firstRequest > oneRequest)
                    ::_exit(ExitCancelled);
                continue;
            }
            firstRequest = std::chrono::steady_clock::now();
            constexpr char message[] = "\n"
                                       "Stopping. Press Ctrl-C again to quit at once.\n";
            if (::isatty(STDERR_FILENO) && ::write(STDERR_FILENO, message, sizeof message - 1) < 0)
                continue; // nobody to tell
        }
    });
}

Interrupt::~Interrupt()
{
    m_isEnding = true;
    ::pthread_kill(m_waiter.native_handle(), endWaiting);
    m_waiter.join();
}

} // namespace enlarger::cli
