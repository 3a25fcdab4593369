// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace enlarger {

/// What tells one state of a file from another without reading it. The time of the last change of the inode
/// (ctime) cannot be set back: it also tells of a file that was copied over with its old date.
struct FileStamp
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = 0;     // bytes
    std::int64_t modified = 0; // nanoseconds since 1970
    std::int64_t changed = 0;  // the inode; nanoseconds since 1970

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// Of a file or folder. Nothing where there is no such one.
std::optional<FileStamp> stampOf(const std::filesystem::path& file);

/// Whether the open file is the one of that name: another may have got it meanwhile.
bool isFileOf(int descriptor, const std::filesystem::path& name);

} // namespace enlarger
