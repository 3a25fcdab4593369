// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/process.h"

#include <cstdlib>
#include <fstream>
#include <pwd.h>
#include <system_error>
#include <unistd.h>

namespace enlarger {

namespace fs = std::filesystem;

namespace {

fs::path homeFolder()
{
    if (const char* folder = std::getenv("HOME"); folder && *folder)
        return folder;
    const passwd* user = ::getpwuid(::getuid());
    return user && user->pw_dir ? fs::path(user->pw_dir) : fs::temp_directory_path();
}

// The XDG base directory specification: relative values are to be ignored.
fs::path xdgFolder(const char* variable, const char* otherwise)
{
    const char* value = std::getenv(variable);
    const fs::path folder = value ? fs::path(value) : fs::path();
    return folder.is_absolute() ? folder : homeFolder() / otherwise;
}

} // namespace

fs::path programFile()
{
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error);
}

fs::path userDataFolder()
{
    return xdgFolder("XDG_DATA_HOME", ".local/share");
}

fs::path userCacheFolder()
{
    return xdgFolder("XDG_CACHE_HOME", ".cache");
}

std::uint32_t userNumber()
{
    return ::getuid();
}

std::int32_t processNumber()
{
    return ::getpid();
}

std::int64_t residentMemory()
{
    std::int64_t pages = 0;
    std::int64_t resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace enlarger
