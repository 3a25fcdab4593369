// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace enlarger {

/// A file that appears under its name only when it is whole: write to temporary(), then commit(). Dropped
/// before that, it leaves nothing behind. The temporary file lies in the same folder, so that the last step
/// is a rename.
class NewFile
{
public:
    /// Reserves an empty temporary file beside `wanted`. Errors: the folder is missing or not writable.
    static Result<NewFile> create(const std::filesystem::path& wanted);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&& other) noexcept;
    ~NewFile();

    const std::filesystem::path& wanted() const { return m_wanted; }
    const std::filesystem::path& temporary() const { return m_temporary; }

    /// Flushes the temporary file to the disk and gives it its name. Without `replace` an existing file of
    /// that name stays as it is and the result is an Error.
    Status commit(bool replace);

private:
    NewFile(std::filesystem::path wanted, std::filesystem::path temporary);
    void discard();

    std::filesystem::path m_wanted;
    std::filesystem::path m_temporary; // empty once committed or moved from
};

/// Whether this is a temporary file of a NewFile: where nobody writes, one that a killed process has left.
bool isUnfinished(const std::filesystem::path& file);

} // namespace enlarger
