// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_removal.h"

#include "app/training/run_file.h"
#include "app/training/run_info.h"
#include "core/train/run/run_lock.h"

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

Error notRemoved(const fs::path& file, const std::error_code& problem)
{
    return {ErrorKind::Io, "cannot be removed: " + problem.message(), file,
            "Allow writing there, and remove the run once more"};
}

/// The description goes last: until then it is a run.
Status removeAll(const fs::path& folder)
{
    std::error_code problem;
    const fs::path description = runFileOf(folder);
    std::vector<fs::path> parts;
    for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
         entry.increment(problem))
        if (entry->path() != description)
            parts.push_back(entry->path());
    if (problem)
        return notRemoved(folder, problem);
    parts.push_back(description);
    for (const fs::path& part : parts) {
        fs::remove_all(part, problem);
        if (problem)
            return notRemoved(part, problem);
    }
    fs::remove(folder, problem);
    return problem ? Status(notRemoved(folder, problem)) : Status();
}

} // namespace

std::int64_t bytesOfRun(const fs::path& folder)
{
    std::int64_t bytes = 0;
    std::error_code problem;
    for (auto entry =
             fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, problem);
         !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
        std::error_code unreadable;
        const auto size = entry->symlink_status(unreadable).type() == fs::file_type::regular
                              ? entry->file_size(unreadable)
                              : 0;
        bytes += unreadable ? 0 : std::int64_t(size);
    }
    return bytes;
}

Result<std::int64_t> removeRun(const fs::path& folder, const models::ModelStore& store)
{
    if (!isRun(folder))
        return readRunFile(folder, runsFolder(store)).error();
    if (!isAmongRuns(folder, store))
        return Error{ErrorKind::BadInput, "is not among the runs of the data folder", folder,
                     "Remove it yourself"};
    std::error_code problem;
    if (fs::is_symlink(folder, problem))
        return Error{ErrorKind::BadInput, "is a link to a folder elsewhere", folder,
                     "Remove that folder and the link yourself"};
    const auto lock = train::RunLock::take(folder);
    if (!lock)
        return lock.error();
    const std::int64_t bytes = bytesOfRun(folder);
    const Status removed = removeAll(folder);
    return removed ? Result<std::int64_t>(bytes) : Result<std::int64_t>(removed.error());
}

} // namespace enlarger::app
