// SPDX-License-Identifier: GPL-3.0-or-later
/// Preloaded into a test (LD_PRELOAD), it makes every folder one as CIFS and exFAT have it: no unnamed files,
/// no hard links, and no rename that refuses an existing name. Spared is where settings are drafted, which is
/// on a disk of the machine.
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>

namespace {

template <class Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool isSpared(const char* path)
{
    return std::strstr(path, "/enlarger-settings-") != nullptr;
}

bool isUnnamed(int flags)
{
    return (flags & O_TMPFILE) == O_TMPFILE;
}

int refused(int code)
{
    errno = code;
    return -1;
}

} // namespace

#define NETWORK_SHARE_OPEN(NAME)                                                                             \
    extern "C" int NAME(const char* path, int flags, ...)                                                    \
    {                                                                                                        \
        va_list list;                                                                                        \
        va_start(list, flags);                                                                               \
        const mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;               \
        va_end(list);                                                                                        \
        static const auto real = next<int(const char*, int, ...)>(#NAME);                                    \
        return isUnnamed(flags) && !isSpared(path) ? refused(ENOENT)                                         \
                                                   : real(path, flags, mode); /* as CIFS says it */          \
    }

NETWORK_SHARE_OPEN(open)
NETWORK_SHARE_OPEN(open64)

extern "C" int link(const char*, const char*) noexcept
{
    return refused(EPERM);
}

extern "C" int linkat(int from, const char* old, int to, const char* name, int flags) noexcept
{
    static const auto real = next<int(int, const char*, int, const char*, int)>("linkat");
    return isSpared(name) ? real(from, old, to, name, flags) : refused(EPERM);
}

extern "C" int renameat2(int from, const char* old, int to, const char* name, unsigned flags) noexcept
{
    static const auto real = next<int(int, const char*, int, const char*, unsigned)>("renameat2");
    return flags != 0 ? refused(EINVAL) : real(from, old, to, name, flags);
}
