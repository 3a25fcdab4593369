// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"

#include <csignal>

// No QCoreApplication: nothing here needs an event loop, and without it the locale plays no part.
int main(int argc, char** argv)
{
    using namespace enlarger::cli;
    openStandardStreams();
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not leave a half file
    return runProgram(argumentsFrom(argc, argv).mid(1));
}
