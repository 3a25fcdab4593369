// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace enlarger {

/// How a program ended that was run.
struct ProcessEnd
{
    enum class Way { Exited, Signalled, NotStarted, Lost };
    Way way;
    int number; // exit code, signal, or errno
};

/// Runs the program that the first word names (as the system's PATH finds it) with the others, and waits for
/// its end. It has nothing to read, and writes to stderr alone.
ProcessEnd runAndWait(std::vector<std::string> words);

} // namespace enlarger
