// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <string>

namespace enlarger::cli {

/// A line of progress on stderr: on a terminal a bar that is drawn over itself, else plain lines, seldom.
class TerminalProgress
{
public:
    TerminalProgress();
    ~TerminalProgress() { clear(); }

    /// `fraction` 0..1; `before` and `after` stand beside the bar. Draws only when enough time has passed.
    void show(double fraction, const std::string& before, const std::string& after);

    /// On a terminal: draws this line in place of a bar.
    void say(const std::string& line);

    /// Shows "WHAT", and how many "THINGS" of all are done. It must not outlive this.
    ProgressSink sink(const char* what, const char* things);

    /// Takes the bar away, before anything else is printed.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    bool isTime(); // to draw again
    void draw(const std::string& line);

    bool m_isTerminal;
    bool m_isDrawn = false;
    Clock::time_point m_last;
};

} // namespace enlarger::cli
