// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_info.h"

namespace enlarger::app {

/// What the checkpoints of runs said when they were last read, in an SQLite file, so that a list of runs is
/// there at once. The folders are the truth, and the index saves time alone: where its file is missing,
/// damaged, of another version, in use, or cannot be written, runs are read from their folders.
class RunIndex
{
public:
    explicit RunIndex(std::filesystem::path file = models::ModelStore::cacheFolder() / "runs.sqlite");

    /// The runs of a folder of runs, of which folder, stamp and summary alone are known.
    std::vector<RunInfo> read(const std::filesystem::path& runsFolder) const;

    /// In place of what it knows of that folder. A file that is damaged, or of another version, is made anew.
    void write(const std::filesystem::path& runsFolder, const std::vector<RunInfo>& runs) const;

private:
    std::filesystem::path m_file;
};

} // namespace enlarger::app
