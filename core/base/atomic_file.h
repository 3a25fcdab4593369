// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/system/unfinished_files.h"

#include <string_view>

namespace enlarger {

/// A file that appears under its name only when it is whole: write to temporary(), then commit(). Dropped
/// before that, it leaves nothing behind. The temporary file lies in the same folder, so that the last step
/// is a rename. It asks nothing of the file system that shares and memory cards lack, and is the one way to
/// write a file in this program.
class AtomicFile
{
public:
    /// Reserves an empty temporary file beside `target`, its extension the same: some libraries choose the
    /// container by it. The first one in a folder sweeps up what killed processes have left there. Errors:
    /// the folder is missing or not writable.
    static Result<AtomicFile> create(const std::filesystem::path& target);

    const std::filesystem::path& target() const { return m_target; }
    const std::filesystem::path& temporary() const { return m_unfinished.path(); }

    /// Flushes the temporary file to the disk and gives it its name. Without `replace` an existing file of
    /// that name stays as it is, the result is fileExistsError(), and commit() can be called again.
    Status commit(bool replace);

    /// As commit(false), but a file whose name is taken gets the next free one of numberedName(wanted, 2),
    /// 3 ... However many do so at once, each gets a name of its own, and is told it.
    Result<std::filesystem::path> commitNumbered(const std::filesystem::path& wanted);

    /// Brings the temporary file to the disk, which commit() does too, and takes hold of what a library has
    /// put in its place.
    Status flush();

private:
    AtomicFile(std::filesystem::path target, UnfinishedFile unfinished);
    Status giveName(const std::filesystem::path& name, bool replace);

    std::filesystem::path m_target;
    UnfinishedFile m_unfinished;
};

/// Writes a small file as a whole, in place of an existing one.
Status writeFile(const std::filesystem::path& file, std::string_view content);

/// "photo.png" and 2: "photo-2.png".
std::filesystem::path numberedName(const std::filesystem::path& file, int number);

/// What is said of a file that exists and may not be replaced, of ErrorKind::FileExists.
Error fileExistsError(std::filesystem::path file);

} // namespace enlarger
