// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "core/base/result.h"
#include "core/infer/export/photo_upscaler.h"

#include <map>
#include <mutex>
#include <vector>

namespace enlarger::app {

/// SHA-256 of files that seldom change: each is read once for each of its states. For several threads.
class FileHashes
{
public:
    Result<std::string> of(const std::filesystem::path& file);

private:
    std::mutex m_mutex;
    std::map<std::filesystem::path, std::pair<FileStamp, std::string>> m_known;
};

/// Names that a result must not get.
struct TakenNames
{
    std::vector<std::filesystem::path> sources;      // which are never replaced
    std::vector<std::filesystem::path> results;      // that others have, or will have
    std::shared_ptr<OutputNames::Counters> counters; // null: each name counts from the files that are there
};

/// What is found out of a job when its turn comes.
struct CheckedJob
{
    Job job; // with what is known now: sizes, the source's state, the model's, the output's name
    infer::UpscaleOptions options;
};

/// Looks at photo, model and device, and chooses the output's name, in a folder that is made where it is not
/// there. The returned job is Waiting if there is work to do; Done: its result is there from an interrupted
/// run, whole; Skipped: its output's name is taken. A photo or a model that is another now is taken as it is,
/// which the job's text says. Reads the photo once. Errors: photo, model or device is gone, the photo cannot
/// be read, the folder cannot be made. On a pool's thread.
Result<CheckedJob> checkJob(Job job, const TakenNames& taken, FileHashes& models);

/// Whether photo and model are, by their stamps, those that were checked.
bool isStillSo(const Job& checked, FileHashes& models);

/// Whether the file has the content that was seen. Reads it where only the time is another.
bool isUnchanged(const std::filesystem::path& file, const SourceState& seen);

/// Of the file as it is; size 0: there is none. Its content is not read.
SourceState stateOf(const std::filesystem::path& file);

} // namespace enlarger::app
