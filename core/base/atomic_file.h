// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace enlarger {

/// A file that appears under its name only when it is whole: write to temporary(), then commit(). Dropped
/// before that, it leaves nothing behind. The temporary file lies in the same folder, so that the last step
/// is a rename.
class AtomicFile
{
public:
    /// Reserves an empty temporary file beside `target`. Errors: the folder is missing or not writable.
    static Result<AtomicFile> create(const std::filesystem::path& target);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    const std::filesystem::path& target() const { return m_target; }
    const std::filesystem::path& temporary() const { return m_temporary; }

    /// Flushes the temporary file to the disk and gives it its name. Without `replace` an existing file of
    /// that name stays as it is and the result is an Error.
    Status commit(bool replace);

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary);
    void discard();

    std::filesystem::path m_target;
    std::filesystem::path m_temporary; // empty once committed or moved from
};

/// What is said of a file that exists and may not be replaced.
Error fileExistsError(std::filesystem::path file);

/// Whether this is a temporary file of an AtomicFile: where nobody writes, one that a killed process has
/// left.
bool isUnfinished(const std::filesystem::path& file);

} // namespace enlarger
