// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_losses.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/path_text.h"
#include "core/image/read/photo_reader.h"
#include "core/infer/export/losses.h"

namespace enlarger::app {

namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> lookAt(const Job& job)
{
    const EnlargeSettings& settings = job.settings->enlarge;
    const auto reader = image::PhotoReader::open(job.source, settings.turn, settings.reading);
    if (!reader)
        return {};
    const image::PhotoInfo& info = reader->info();
    return infer::lossesOf(makeUpscaleOptions(settings, job.settings->model, job.source, info.format), info,
                           job.out);
}

} // namespace

JobLosses::Told JobLosses::of(const std::vector<Job>& jobs, std::chrono::milliseconds patience)
{
    const auto end = Clock::now() + patience;
    Told told;
    LossSum sum;
    std::map<std::int64_t, Seen> ahead; // what is over is forgotten
    for (const Job& job : jobs) {
        auto seen = m_seen.extract(job.id);
        // One that runs has only been looked at more closely.
        const bool isKnown =
            seen && (seen.mapped().settings == job.settings || job.state == JobState::Running);
        if (!isKnown && Clock::now() >= end) {
            told.isWhole = false;
            continue;
        }
        const Seen& one = (isKnown ? ahead.insert(std::move(seen)).position
                                   : ahead.insert_or_assign(job.id, Seen{job.settings, lookAt(job)}).first)
                              ->second;
        sum.add(one.sentences);
        for (const std::string& sentence : one.sentences)
            told.ofJobs[job.id] << toText(sentence);
    }
    m_seen = std::move(ahead);
    told.photos = sum.photos();
    told.losses = sum.losses();
    return told;
}

} // namespace enlarger::app
