// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace enlarger::cli {

/// What `enlarger-cli` does with its arguments. The exit code.
int runProgram(const QStringList& arguments);

} // namespace enlarger::cli
