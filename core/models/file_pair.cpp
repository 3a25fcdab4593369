// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/file_pair.h"

#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace enlarger::models {

namespace fs = std::filesystem;

namespace {

/// Whole and on the disk, under no name yet.
Result<AtomicFile> written(const FileContent& file)
{
    Result<AtomicFile> place = AtomicFile::create(file.file);
    if (!place)
        return place;
    errno = 0;
    std::ofstream out(place->temporary(), std::ios::binary);
    out.write(file.content.data(), std::ssize(file.content));
    out.close();
    if (!out)
        return Error{ErrorKind::Io, std::string("the file could not be written: ") + std::strerror(errno),
                     file.file, "Free some space or choose another folder"};
    if (Status flushed = place->flush(); !flushed)
        return std::move(flushed).error();
    return place;
}

} // namespace

Status writeFilePair(const FileContent& first, const FileContent& second, bool replace)
{
    std::error_code problem;
    for (const fs::path& file : {first.file, second.file})
        if (!replace && fs::exists(file, problem))
            return fileExistsError(file);
    Result<AtomicFile> one = written(first);
    if (!one)
        return std::move(one).error();
    Result<AtomicFile> other = written(second);
    if (!other)
        return std::move(other).error();

    std::optional<AtomicFile> before; // a copy of what the first one replaces
    if (fs::is_regular_file(first.file, problem)) {
        Result<AtomicFile> copy = AtomicFile::create(first.file);
        if (!copy)
            return std::move(copy).error();
        fs::copy_file(first.file, copy->temporary(), fs::copy_options::overwrite_existing, problem);
        if (problem)
            return Error{
                ErrorKind::Io, "the file that is there cannot be kept: " + problem.message(), first.file, {}};
        before = *std::move(copy);
    }
    if (Status named = one->commit(replace); !named)
        return named;
    Status named = other->commit(replace);
    if (named)
        return named;
    if (!before)
        fs::remove(first.file, problem);
    else if (const Status restored = before->commit(true); !restored)
        return restored;
    return named;
}

} // namespace enlarger::models
