// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/system/file_move.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <mutex>
#include <set>
#include <string>

namespace enlarger {

namespace fs = std::filesystem;

namespace {

Error ioError(std::string what, int code, fs::path file)
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

// Listing a large folder takes a while: once for each is enough.
void sweepOnce(const fs::path& folder)
{
    static std::mutex mutex;
    static std::set<fs::path> swept;
    std::error_code error;
    const std::lock_guard lock(mutex);
    if (swept.insert(fs::absolute(folder, error).lexically_normal()).second)
        sweepUnfinished(folder);
}

} // namespace

Error fileExistsError(fs::path file)
{
    return {ErrorKind::FileExists, "a file of this name exists already", std::move(file),
            "Choose another name, or allow replacing it"};
}

fs::path numberedName(const fs::path& file, int number)
{
    fs::path name = file.parent_path() / (file.stem().string() + "-" + std::to_string(number));
    return name += file.extension();
}

Result<AtomicFile> AtomicFile::create(const fs::path& target)
{
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    sweepOnce(folder);
    UnfinishedFile unfinished(folder, target.extension());
    if (!unfinished.isOpen())
        return ioError("no file can be created here", errno, target);
    return AtomicFile(target, std::move(unfinished));
}

AtomicFile::AtomicFile(fs::path target, UnfinishedFile unfinished)
    : m_target(std::move(target))
    , m_unfinished(std::move(unfinished))
{}

Status AtomicFile::flush()
{
    if (!m_unfinished.flush())
        return ioError("the file could not be flushed to the disk", errno, m_target);
    return {};
}

Status AtomicFile::giveName(const fs::path& name, bool replace)
{
    const bool named = replace ? moveOver(temporary(), name) : moveIfFree(temporary(), name);
    if (!named && !replace && errno == EEXIST)
        return fileExistsError(name);
    if (!named)
        return ioError("the finished file cannot be renamed", errno, name);
    m_unfinished.release();
    return {};
}

Status AtomicFile::commit(bool replace)
{
    if (Status flushed = flush(); !flushed)
        return flushed;
    return giveName(m_target, replace);
}

Result<fs::path> AtomicFile::commitNumbered(const fs::path& wanted)
{
    if (Status flushed = flush(); !flushed)
        return std::move(flushed).error();
    fs::path name = m_target;
    for (int number = 2;; ++number) {
        const Status named = giveName(name, false);
        if (named)
            return name;
        if (named.error().kind != ErrorKind::FileExists)
            return named.error();
        name = numberedName(wanted, number);
    }
}

Status writeFile(const fs::path& file, std::string_view content)
{
    Result<AtomicFile> place = AtomicFile::create(file);
    if (!place)
        return std::move(place).error();
    errno = 0;
    std::ofstream out(place->temporary(), std::ios::binary);
    out.write(content.data(), std::ssize(content));
    out.close();
    if (!out)
        return ioError("the file could not be written", errno, file);
    return place->commit(true);
}

} // namespace enlarger
