// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/terminal_progress.h"

#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace enlarger::cli {

namespace {

constexpr std::chrono::milliseconds betweenBars{100};
constexpr std::chrono::seconds betweenLines{5};

constexpr int barLength = 24;

std::string bar(double fraction)
{
    const int full = static_cast<int>(fraction * barLength);
    return std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(barLength - full), '.');
}

// At most `columns` characters of UTF-8 text.
std::string shortened(const std::string& text, int columns)
{
    int used = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80)
            continue;
        if (used++ == columns)
            return text.substr(0, i);
    }
    return text;
}

} // namespace

TerminalProgress::TerminalProgress()
    : m_isTerminal(stderrIsTerminal())
    , m_last(m_isTerminal ? Clock::time_point() : Clock::now())
{}

bool TerminalProgress::isTime()
{
    const auto now = Clock::now();
    if (now - m_last < (m_isTerminal ? Clock::duration(betweenBars) : Clock::duration(betweenLines)))
        return false;
    m_last = now;
    return true;
}

void TerminalProgress::draw(const std::string& line)
{
    const std::string fitted = shortened(printable(line), terminalWidth() - 1);
    std::fprintf(stderr, "\r%s\x1b[K", fitted.c_str());
    std::fflush(stderr);
    m_isDrawn = true;
}

void TerminalProgress::say(const std::string& line)
{
    if (m_isTerminal && isTime())
        draw(line);
}

void TerminalProgress::show(double fraction, const std::string& before, const std::string& after)
{
    if (!isTime())
        return;
    fraction = std::clamp(fraction, 0.0, 1.0);
    const int percent = static_cast<int>(fraction * 100.0);
    if (!m_isTerminal)
        return printErr(printable(fmt::format("{}: {} %, {}", before, percent, after)));
    draw(fmt::format("[{}] {:3} %  {}  {}", bar(fraction), percent, before, after));
}

ProgressSink TerminalProgress::sink(const char* what, const char* things)
{
    return [this, what, things](const Progress& now) {
        show(now.total > 0 ? double(now.done) / double(now.total) : 1.0, what,
             fmt::format("{} of {} {}", now.done, now.total, things));
    };
}

void TerminalProgress::clear()
{
    if (m_isDrawn)
        std::fputs("\r\x1b[K", stderr);
    m_isDrawn = false;
    std::fflush(stderr);
}

} // namespace enlarger::cli
