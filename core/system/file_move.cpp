// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/file_move.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace enlarger {

namespace fs = std::filesystem;

// A few file systems do not rename over an existing file.
bool moveOver(const fs::path& from, const fs::path& to)
{
    return std::rename(from.c_str(), to.c_str()) == 0 ||
           (errno == EEXIST && ::unlink(to.c_str()) == 0 && std::rename(from.c_str(), to.c_str()) == 0);
}

bool moveIfFree(const fs::path& from, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    // What has no RENAME_NOREPLACE may have hard links (NFS), which refuse an existing name as well ...
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return true;
    }
    if (errno == EEXIST)
        return false;
    // ... and where there are none either (exFAT, CIFS), an empty file takes the name until ours replaces it.
    const int place = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (place < 0)
        return false;
    ::close(place);
    if (moveOver(from, to))
        return true;
    const int problem = errno;
    ::unlink(to.c_str());
    errno = problem;
    return false;
}

} // namespace enlarger
