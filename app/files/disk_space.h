// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace enlarger::app {

/// What would be met on the way, for a person.
struct PlanProblem
{
    QString subject;  // stays the same when the figures of the sentence change
    QString sentence; // a whole one
};

/// Whether results find the disk space that they need: what is free on a disk is what all results on it
/// share.
class DiskSpace
{
public:
    /// A result that goes into `folder`, which need not be there yet. Asks the disk, once for each folder.
    void add(const std::filesystem::path& folder, std::int64_t bytes);

    std::vector<PlanProblem> problems() const;

private:
    struct Folder
    {
        std::uint64_t device = 0;
        std::int64_t free = -1; // bytes; negative: not known
        bool isWritable = true;
        int results = 0;
    };
    static Folder look(const std::filesystem::path& wanted);

    std::map<std::filesystem::path, Folder> m_folders;
    std::map<std::uint64_t, std::int64_t> m_needed; // bytes, by device
};

} // namespace enlarger::app
