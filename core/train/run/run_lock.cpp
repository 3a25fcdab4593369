// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace enlarger::train {

Result<RunLock> RunLock::take(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorKind::Io, "the folder cannot be created: " + problem.message(), folder, {}};
    RunLock lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.m_descriptor >= 0 && ::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return Error{ErrorKind::BadInput, "another program is training here", folder,
                     "Wait until it ends, or stop it"};
    return lock;
}

RunLock::RunLock(RunLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

RunLock& RunLock::operator=(RunLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

RunLock::~RunLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace enlarger::train
