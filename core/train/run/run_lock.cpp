// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_lock.h"

#include "core/system/file_lock.h"

namespace enlarger::train {

Result<RunLock> RunLock::take(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorKind::Io, "the folder cannot be created: " + problem.message(), folder, {}};
    RunLock lock(OpenFile::folder(folder));
    if (lock.m_folder.isOpen() && !lockUnlessTaken(lock.m_folder.descriptor()))
        return Error{ErrorKind::BadInput, "another program is training here", folder,
                     "Wait until it ends, or stop it"};
    return lock;
}

} // namespace enlarger::train
