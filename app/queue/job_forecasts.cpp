// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_forecasts.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/path_text.h"
#include "core/image/read/photo_reader.h"

#include <algorithm>

namespace enlarger::app {

namespace {

using Clock = std::chrono::steady_clock;

Result<infer::UpscalePlan> planOf(const Job& job, LastNetwork& networks)
{
    const EnlargeSettings& settings = job.settings->enlarge;
    const auto reader = image::PhotoReader::open(job.source, settings.turn, settings.reading);
    if (!reader)
        return reader.error();
    auto network = networks.get(job.settings->model);
    if (!network)
        return std::move(network).error();
    const image::PhotoInfo& info = reader->info();
    return infer::PhotoUpscaler(*std::move(network))
        .draftPlan(makeUpscaleOptions(settings, job.settings->model, job.source, info.format), info);
}

} // namespace

JobForecasts::Seen JobForecasts::lookAt(const Job& job)
{
    Seen seen{.settings = job.settings};
    auto plan = planOf(job, m_networks);
    if (plan) {
        seen.losses = std::move(plan->losses);
        seen.memory = plan->memory - plan->resident;
        seen.seconds = plan->seconds;
    } else {
        seen.refusal = toText(plan.error().text());
    }
    return seen;
}

JobForecasts::Told JobForecasts::of(const std::vector<Job>& jobs, std::chrono::milliseconds patience)
{
    openDevices(); // before any network is loaded
    const auto end = Clock::now() + patience;
    Told told;
    LossSum sum;
    std::map<std::int64_t, Seen> ahead; // what is over is forgotten
    for (const Job& job : jobs) {
        auto seen = m_seen.extract(job.id);
        // One that runs has only been looked at more closely. What was refused may fit by now.
        const bool isKnown =
            seen && (job.state == JobState::Running ||
                     (seen.mapped().settings == job.settings && seen.mapped().refusal.isEmpty()));
        if (!isKnown && Clock::now() >= end) {
            told.isWhole = false;
            continue;
        }
        const Seen& one = (isKnown ? ahead.insert(std::move(seen)).position
                                   : ahead.insert_or_assign(job.id, lookAt(job)).first)
                              ->second;
        sum.add(one.losses);
        for (const std::string& sentence : one.losses)
            told.ofJobs[job.id] << toText(sentence);
        told.memory = std::max(told.memory, one.memory);
        if (const double work = workOf(job); one.seconds > 0.0 && work > 0.0) {
            WorkRate& rate = told.rates[rateKeyOf(job.settings->model)];
            rate.work += work;
            rate.seconds += one.seconds;
        }
        if (!one.refusal.isEmpty() && told.refused++ == 0)
            told.refusal = one.refusal;
    }
    m_seen = std::move(ahead);
    if (told.isWhole)
        m_networks = {}; // nobody needs it before the next photo
    told.photos = sum.photos();
    told.losses = sum.losses();
    return told;
}

} // namespace enlarger::app
