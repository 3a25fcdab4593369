// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_estimate.h"

#include "core/infer/tiling/self_ensemble.h"

#include <algorithm>

namespace enlarger::app {

namespace {

constexpr double forgets = 0.8; // of what was measured before, when more comes: a machine gets busy, or free

double shareOf(const Progress& progress)
{
    return progress.total > 0 ? std::clamp(double(progress.done) / double(progress.total), 0.0, 1.0) : 0.0;
}

} // namespace

double workOf(const Job& job)
{
    const double in = double(job.in.width) * job.in.height;
    if (in <= 0.0 || job.out.width <= 0 || !job.settings)
        return 0.0;
    const int scale = job.settings->scale;
    const bool isTwice = infer::passesFor(job.in, job.out, scale) > 1;
    const double runs = job.settings->enlarge.ensemble ? infer::ensembleRuns : 1.0;
    return runs * (isTwice ? in * (1.0 + double(scale) * scale) : in);
}

std::string QueueEstimate::keyOf(const infer::ModelSelection& model)
{
    return model.speedHash() + ' ' + model.device.name + ' ' + device::precisionName(model.precision);
}

void QueueEstimate::record(const Job& done)
{
    const double work = workOf(done);
    if (work <= 0.0 || done.seconds <= 0.0)
        return;
    Rate& rate = m_rates[keyOf(done.settings->model)];
    rate.work = rate.work * forgets + work;
    rate.seconds = rate.seconds * forgets + done.seconds;
}

QueueEstimate::Rate QueueEstimate::runningRate(const Job& job)
{
    const double left = workOf(job) * (1.0 - shareOf(job.progress));
    return {left, std::max(0.0, job.progress.secondsLeft)};
}

double QueueEstimate::secondsOf(const Job& waiting) const
{
    const auto rate = m_rates.find(keyOf(waiting.settings->model));
    const double work = workOf(waiting);
    return rate == m_rates.end() || work <= 0.0 ? -1.0 : rate->second.of(work);
}

double QueueEstimate::secondsLeft(const JobList& jobs, const JobIds& without) const
{
    double left = 0.0;
    std::map<std::string, double> works; // of what waits
    std::map<std::string, Rate> rates = m_rates;
    const JobSettings* last = nullptr;
    double* work = nullptr; // of its network
    for (int row = 0; row < jobs.count(); ++row) {
        const Job& job = jobs.at(row);
        if ((job.state != JobState::Waiting && job.state != JobState::Running) || without.contains(job.id))
            continue;
        if (job.settings.get() != last) {
            last = job.settings.get();
            work = &works[keyOf(last->model)];
        }
        if (job.state == JobState::Running && job.progress.secondsLeft >= 0.0) {
            left += job.progress.secondsLeft;
            if (const Rate rate = runningRate(job); rate.isKnown())
                rates.try_emplace(keyOf(last->model), rate);
        } else {
            *work += workOf(job) * (1.0 - shareOf(job.progress));
        }
    }
    Rate average;
    for (const auto& [key, rate] : rates) {
        average.work += rate.work;
        average.seconds += rate.seconds;
    }
    for (const auto& [key, amount] : works) {
        const auto known = rates.find(key);
        const Rate& rate = known == rates.end() ? average : known->second;
        if (amount > 0.0 && !rate.isKnown())
            return -1.0;
        if (amount > 0.0)
            left += rate.of(amount);
    }
    return left;
}

double QueueEstimate::doneShare(const JobList& jobs, std::int64_t begin, const JobIds& without)
{
    double all = 0.0;
    double done = 0.0;
    for (int row = 0; row < jobs.count(); ++row) {
        const Job& job = jobs.at(row);
        const bool isDone = job.state == JobState::Done && job.finished >= begin;
        const bool isAhead = job.state == JobState::Waiting || job.state == JobState::Running;
        if (!isDone && (!isAhead || without.contains(job.id)))
            continue;
        const double work = workOf(job);
        all += work;
        done += isDone ? work : work * shareOf(job.progress);
    }
    return all > 0.0 ? done / all : 0.0;
}

} // namespace enlarger::app
