// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace enlarger {

bool lockUnlessTaken(int descriptor)
{
    return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

WaitingLock::WaitingLock(int descriptor)
    : m_descriptor(descriptor)
    , m_isHeld(set(F_WRLCK))
{}

WaitingLock::~WaitingLock()
{
    set(F_UNLCK);
}

bool WaitingLock::set(short kind) const
{
    struct flock lock = {};
    lock.l_type = kind;
    lock.l_whence = SEEK_SET;
    int result = 0;
    do
        result = ::fcntl(m_descriptor, F_SETLKW, &lock);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

} // namespace enlarger
