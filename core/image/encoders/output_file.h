// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/system/open_file.h"

#include <cstdint>

namespace enlarger::image {

/// The file that an encoder fills. Libraries call it back from C and lose the reason of a failure on their
/// way, so it keeps the first one.
class OutputFile
{
public:
    /// Opens `temporary`, which exists; errors speak of `wanted`.
    static Result<OutputFile> open(const std::filesystem::path& temporary, std::filesystem::path wanted);

    /// One without a name, which goes when it is closed.
    static Result<OutputFile> inMemory();

    /// All of it, or false.
    bool write(const void* data, std::size_t size);
    /// As OpenFile's.
    std::int64_t read(void* data, std::size_t size);
    std::int64_t seek(std::int64_t offset, int whence);
    Status close();

    bool failed() const { return m_errno != 0; }
    Error error() const;

private:
    OutputFile(OpenFile file, std::filesystem::path wanted);

    OpenFile m_file;
    int m_errno = 0; // of the first failure
    std::filesystem::path m_wanted;
};

} // namespace enlarger::image
