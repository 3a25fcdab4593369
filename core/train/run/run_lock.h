// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/system/open_file.h"

#include <filesystem>
#include <utility>

namespace enlarger::train {

/// Keeps a run's folder to one program at a time. A lock ends with its object, or with the process, however
/// that dies.
class RunLock
{
public:
    /// Makes the folder where it is missing. Errors: it cannot be made, or another program trains in it.
    /// Where the file system has no locks, everybody gets one.
    static Result<RunLock> take(const std::filesystem::path& folder);

private:
    explicit RunLock(OpenFile folder)
        : m_folder(std::move(folder))
    {}
    OpenFile m_folder; // the lock is that of the open folder
};

} // namespace enlarger::train
