// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_estimate.h"

#include <algorithm>
#include <cmath>

namespace enlarger::app {

namespace {

constexpr double forgets = 0.8; // of what was measured before, when more comes: a machine gets busy, or free

double shareOf(const Progress& progress)
{
    return progress.total > 0 ? std::clamp(double(progress.done) / double(progress.total), 0.0, 1.0) : 0.0;
}

} // namespace

void QueueEstimate::record(const Job& done)
{
    const double work = workOf(done);
    if (work <= 0.0 || done.seconds <= 0.0)
        return;
    WorkRate& rate = m_rates[rateKeyOf(done.settings->model)];
    rate.work = rate.work * forgets + work;
    rate.seconds = rate.seconds * forgets + done.seconds;
}

bool QueueEstimate::expect(const WorkRates& rates)
{
    constexpr double noticeable = 0.01;
    bool isNew = false;
    for (const auto& [key, rate] : rates) {
        const auto known = m_expected.find(key);
        if (known != m_expected.end() && std::abs(known->second.of(1.0) / rate.of(1.0) - 1.0) < noticeable)
            continue;
        m_expected.insert_or_assign(key, rate);
        isNew = true;
    }
    return isNew;
}

WorkRate QueueEstimate::runningRate(const Job& job)
{
    const double left = workOf(job) * (1.0 - shareOf(job.progress));
    return {left, std::max(0.0, job.progress.secondsLeft)};
}

double QueueEstimate::secondsOf(const Job& waiting) const
{
    const std::string key = rateKeyOf(waiting.settings->model);
    const double work = workOf(waiting);
    for (const WorkRates* rates : {&m_rates, &m_expected})
        if (const auto rate = rates->find(key); rate != rates->end() && work > 0.0)
            return rate->second.of(work);
    return -1.0;
}

double QueueEstimate::secondsLeft(const JobList& jobs, const JobIds& without) const
{
    double left = 0.0;
    std::map<std::string, double> works; // of what waits
    WorkRates rates = m_rates;
    const JobSettings* last = nullptr;
    double* work = nullptr; // of its network
    for (int row = 0; row < jobs.count(); ++row) {
        const Job& job = jobs.at(row);
        if ((job.state != JobState::Waiting && job.state != JobState::Running) || without.contains(job.id))
            continue;
        if (job.settings.get() != last) {
            last = job.settings.get();
            work = &works[rateKeyOf(last->model)];
        }
        if (job.state == JobState::Running && job.progress.secondsLeft >= 0.0) {
            left += job.progress.secondsLeft;
            if (const WorkRate rate = runningRate(job); rate.isKnown())
                rates.try_emplace(rateKeyOf(last->model), rate);
        } else {
            *work += workOf(job) * (1.0 - shareOf(job.progress));
        }
    }
    rates.insert(m_expected.begin(), m_expected.end()); // where nothing better is known
    WorkRate average;
    for (const auto& [key, rate] : rates) {
        average.work += rate.work;
        average.seconds += rate.seconds;
    }
    for (const auto& [key, amount] : works) {
        const auto known = rates.find(key);
        const WorkRate& rate = known == rates.end() ? average : known->second;
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
