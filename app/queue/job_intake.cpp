// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_intake.h"

#include "app/queue/job_check.h"
#include "app/queue/job_settings.h"
#include "core/image/read/photo_reader.h"

namespace enlarger::app {

void KnownJobs::add(const Job& job)
{
    if (!job.output.empty())
        m_results.insert(job.output);
    if (!isOver(job.state) || job.state == JobState::Done)
        m_jobs.emplace(job.source, Known{job.settings->key, job.state, job.seen, job.output});
}

bool KnownJobs::has(const std::filesystem::path& photo, const QByteArray& settings) const
{
    const auto [first, last] = m_jobs.equal_range(photo);
    for (auto job = first; job != last; ++job)
        if (const Known& known = job->second;
            known.settings == settings &&
            (!isOver(known.state) || (stampOf(known.output) && isUnchanged(photo, known.seen))))
            return true;
    return false;
}

FoundJobs makeJobs(const std::vector<InputPhoto>& photos, const JobSettings& settings, const KnownJobs& known)
{
    FoundJobs found;
    std::map<std::filesystem::path, JobSettingsPointer> shared; // by the folder of the results
    for (const InputPhoto& photo : photos) {
        if (photo.fromFolder && known.isResult(photo.file)) {
            ++found.results;
            continue;
        }
        JobSettings own = settings;
        if (!own.target.folder.empty())
            own.target.folder /= photo.subfolder;
        JobSettingsPointer& pointer = shared[own.target.folder];
        if (!pointer)
            pointer = withKey(std::move(own));
        if (known.has(photo.file, pointer->key)) {
            ++found.known;
            continue;
        }
        const auto reader = image::PhotoReader::open(photo.file);
        if (!reader) {
            found.problems.push_back(reader.error());
            continue;
        }
        const image::PhotoInfo& info = reader->info();
        if (isFoundResult(photo, info.metadata)) {
            ++found.results;
            continue;
        }
        Job job;
        job.source = photo.file;
        job.format = info.format;
        job.settings = pointer;
        job.in = {info.width, info.height};
        job.out = outputSizeOf(*pointer, job.in);
        job.seen = stateOf(photo.file);
        found.jobs.push_back(std::move(job));
    }
    return found;
}

} // namespace enlarger::app
