// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command.h"

#include <QStringList>

#include <span>

namespace enlarger::cli {

/// What `enlarger-cli` does with its arguments. The exit code.
int runProgram(const QStringList& arguments);

/// All that there are.
std::span<const Command> allCommands();

} // namespace enlarger::cli
