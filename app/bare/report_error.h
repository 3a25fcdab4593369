// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdio>

namespace enlarger::bare {

inline constexpr int usageError = 2;

/// Says on stderr what went wrong, and gives the exit code back.
inline int reportError(const Error& error, int exitCode)
{
    std::fprintf(stderr, "%s\n", error.text().c_str());
    return exitCode;
}

} // namespace enlarger::bare
