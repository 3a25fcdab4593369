// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <string>
#include <unistd.h>

namespace enlarger {

namespace {

Error ioError(std::string what, int code, std::filesystem::path file)
{
    Error error{ErrorKind::Io, std::move(what) + ": " + std::strerror(code), std::move(file), {}};
    if (code == ENOSPC || code == EDQUOT)
        error.advice = "Free some space or choose another folder";
    else if (code == EACCES || code == EROFS || code == EPERM)
        error.advice = "Choose a folder that you may write to";
    else if (code == ENOENT)
        error.advice = "Create the folder or choose another one";
    return error;
}

constexpr const char* temporaryPrefix = ".enlarger-";

} // namespace

Error fileExistsError(std::filesystem::path file)
{
    return {ErrorKind::Io, "a file of this name exists already", std::move(file),
            "Choose another name, or allow replacing it"};
}

bool isUnfinished(const std::filesystem::path& file)
{
    return file.filename().string().starts_with(temporaryPrefix);
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target)
{
    const auto folder = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
    // The extension stays last: some libraries choose the container by it. The stem is left out, since a name
    // that just fits into a file system's 255 bytes would not fit with an addition.
    std::random_device random;
    for (int attempt = 0; attempt < 100; ++attempt) {
        const auto path = folder / (temporaryPrefix + std::to_string(random()) + target.extension().string());
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            ::close(descriptor);
            return AtomicFile(target, path);
        }
        if (errno != EEXIST)
            return ioError("no file can be created here", errno, target);
    }
    return Error{ErrorKind::Io, "the folder is full of temporary files", target,
                 "Remove the files named .enlarger-*"};
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary)
    : m_target(std::move(target))
    , m_temporary(std::move(temporary))
{}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_temporary(std::exchange(other.m_temporary, {}))
{}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::exchange(other.m_temporary, {});
    }
    return *this;
}

AtomicFile::~AtomicFile()
{
    discard();
}

void AtomicFile::discard()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
    m_temporary.clear();
}

Status AtomicFile::commit(bool replace)
{
    const int descriptor = ::open(m_temporary.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return ioError("the finished file cannot be opened", errno, m_target);
    const int synced = ::fsync(descriptor);
    const int syncError = errno;
    ::close(descriptor);
    if (synced != 0)
        return ioError("the file could not be flushed to the disk", syncError, m_target);

    if (replace) {
        if (std::rename(m_temporary.c_str(), m_target.c_str()) != 0)
            return ioError("the finished file cannot be renamed", errno, m_target);
        m_temporary.clear();
        return {};
    }
    if (::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE) == 0) {
        m_temporary.clear();
        return {};
    }
    if (errno == EEXIST)
        return fileExistsError(m_target);
    if (errno != EINVAL && errno != ENOSYS)
        return ioError("the finished file cannot be renamed", errno, m_target);
    // A file system without RENAME_NOREPLACE: a hard link refuses an existing name just as atomically ...
    if (::link(m_temporary.c_str(), m_target.c_str()) == 0) {
        discard();
        return {};
    }
    if (errno == EEXIST)
        return fileExistsError(m_target);
    // ... and one without hard links (FAT) is left with look, then rename.
    if (std::filesystem::exists(m_target))
        return fileExistsError(m_target);
    if (std::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return ioError("the finished file cannot be renamed", errno, m_target);
    m_temporary.clear();
    return {};
}

} // namespace enlarger
