// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace enlarger::train {

/// Keeps a run's folder to one program at a time. A lock ends with its object, or with the process, however
/// that dies.
class RunLock
{
public:
    /// Makes the folder where it is missing. Errors: it cannot be made, or another program trains in it.
    /// Where the file system has no locks, everybody gets one.
    static Result<RunLock> take(const std::filesystem::path& folder);
    RunLock(RunLock&& other) noexcept;
    RunLock& operator=(RunLock&& other) noexcept;
    ~RunLock();

private:
    explicit RunLock(int descriptor)
        : m_descriptor(descriptor)
    {}
    int m_descriptor; // of the folder; -1: none
};

} // namespace enlarger::train
