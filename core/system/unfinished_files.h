// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace enlarger {

/// A file that a program of ours is still writing. It is hidden, and as long as somebody writes it, locked:
/// the lock ends with the process, so that what a killed one has left can be told from what is being written.
class UnfinishedFile
{
public:
    UnfinishedFile() = default;
    /// Makes an empty one in `folder`, the extension as given; where that fails, isOpen() is false and errno
    /// says why.
    UnfinishedFile(const std::filesystem::path& folder, const std::filesystem::path& extension);
    UnfinishedFile(UnfinishedFile&& other) noexcept;
    UnfinishedFile& operator=(UnfinishedFile&& other) noexcept;
    ~UnfinishedFile(); // removes it

    bool isOpen() const { return m_descriptor >= 0; }
    const std::filesystem::path& path() const { return m_path; } // empty unless open
    /// Brings what lies at path() to the disk. False: errno says why.
    bool flush();
    /// It has another name now, or is gone.
    void release();

private:
    void discard();

    std::filesystem::path m_path;
    int m_descriptor = -1; // the lock's
};

/// By its name.
bool isUnfinished(const std::filesystem::path& file);

/// Removes the unfinished files in `folder` that nobody writes any longer. Where locks cannot tell (on
/// network shares), only those that have not changed for a day.
void sweepUnfinished(const std::filesystem::path& folder);

} // namespace enlarger
