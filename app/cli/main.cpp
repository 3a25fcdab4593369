// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"

// No QCoreApplication: nothing here needs an event loop, and without it the locale plays no part.
int main(int argc, char** argv)
{
    using namespace enlarger::cli;
    openStandardStreams();
    return runProgram(argumentsFrom(argc, argv).mid(1));
}
