// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/file_stamp.h"

#include <sys/stat.h>

namespace enlarger::app {

namespace {

std::int64_t nanoseconds(const timespec& time)
{
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

std::optional<FileStamp> stampOf(const std::filesystem::path& file)
{
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0)
        return std::nullopt;
    return FileStamp{std::uint64_t(status.st_dev), std::uint64_t(status.st_ino), std::int64_t(status.st_size),
                     nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

} // namespace enlarger::app
