// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"
#include "app/queue/job_runner.h"
#include "app/queue/job_writer.h"
#include "app/session/background.h"

#include <QDateTime>

#include <utility>

namespace enlarger::app {

namespace {

constexpr double small = 1e6; // pixels of a photo, at most

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

void enter(Job& job, const Job& found)
{
    job.format = found.format;
    job.settings = found.settings;
    job.in = found.in;
    job.out = found.out;
    job.seen = found.seen;
    job.output = found.output;
    job.text = found.text;
    if (found.state == JobState::Waiting)
        job.started = now();
}

bool counts(const Job& job)
{
    const auto name = NameTemplate::parse(job.settings->target.nameTemplate);
    return name && name->hasCounter();
}

} // namespace

// That one runs is kept with its output's name; until then it waits, for who comes after a crash.
void JobRunner::setRunning(std::int64_t id)
{
    m_jobs.changeForNow(id, [](Job& one) {
        one.state = JobState::Running;
        one.progress = {};
        one.isHeldByScreen = false;
    });
}

void JobRunner::check(const Job& job)
{
    if (isAhead(job)) {
        setRunning(job.id);
        m_ahead->isAwaited = true;
        return beginAhead();
    }
    releaseAhead();
    checkAnew(job);
}

// And as it was then: one that was given up and is tried again has lost its name.
bool JobRunner::isAhead(const Job& job) const
{
    return m_ahead && m_ahead->id == job.id && m_ahead->settings == job.settings &&
           (!m_ahead->checked || m_ahead->checked->job.output == job.output);
}

void JobRunner::checkAnew(const Job& job)
{
    Job waiting = job; // as it was kept: it may have been interrupted
    waiting.state = JobState::Waiting;
    setRunning(job.id);
    checkApart(waiting, [this, request = ++m_request](Result<CheckedJob> checked) {
        if (request == m_request)
            take(std::move(checked));
    });
}

void JobRunner::checkApart(const Job& waiting, std::function<void(Result<CheckedJob>)> taken)
{
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [waiting, names = takenNames(waiting), hashes = m_hashes] {
            return checkJob(waiting, names, *hashes);
        },
        std::move(taken));
}

// Of results, those that are begun: jobs that wait get their names one after the other. Where files need not
// stay, also what other photos have become: no two photos of a queue get the same name.
TakenNames JobRunner::takenNames(const Job& job) const
{
    TakenNames taken;
    taken.counters = m_counters;
    if (job.settings->target.ifExists != IfExists::Rename)
        for (int row = 0; row < m_jobs.count(); ++row) {
            const Job& other = m_jobs.at(row);
            taken.sources.push_back(other.source);
            if (other.source != job.source && !other.output.empty())
                taken.results.push_back(other.output);
        }
    for (const auto& [id, work] : m_exports)
        if (const Job* other = m_jobs.find(id))
            taken.results.push_back(other->output);
    return taken;
}

void JobRunner::take(Result<CheckedJob> checked)
{
    if (!checked)
        return finish(m_current, JobState::Failed, toText(checked.error().text()));
    const Job& found = checked->job;
    m_jobs.change(m_current, [&found](Job& job) { enter(job, found); });
    if (found.state != JobState::Waiting)
        return finish(m_current, found.state, found.state == JobState::Done ? QString() : found.text);
    m_writer.write({}, [this, options = std::move(checked->options), request = m_request] {
        if (request == m_request)
            begin(options);
    });
}

// Between two small photos, most of the time would go into looking at the next one, and waiting for the disk
// to keep its name. What counts on is left out, since a number that is not used is missed, and so is what
// replaces or skips files: which ones is known when its turn comes.
void JobRunner::lookAhead()
{
    const Job* current = m_jobs.find(m_current);
    const Job* job = firstWaiting();
    if (!current || double(current->in.width) * current->in.height > small || !job ||
        m_exports.contains(job->id) || job->wasInterrupted() || counts(*job) ||
        job->settings->target.ifExists != IfExists::Rename)
        return;
    m_ahead = Ahead{.id = job->id, .request = ++m_lastAhead, .settings = job->settings};
    checkApart(*job, [this, request = m_lastAhead](Result<CheckedJob> checked) {
        if (m_ahead && m_ahead->request == request)
            keepAhead(std::move(checked));
    });
}

void JobRunner::keepAhead(Result<CheckedJob> checked)
{
    if (m_ahead->isAwaited) {
        m_ahead.reset();
        return take(std::move(checked));
    }
    const Job* job = m_jobs.find(m_ahead->id);
    if (!job || job->state != JobState::Waiting || !isAhead(*job) || !checked ||
        checked->job.state != JobState::Waiting) {
        m_ahead.reset(); // when its turn comes, it is looked at again
        return;
    }
    m_ahead->checked = *std::move(checked);
    m_jobs.change(job->id, [this](Job& one) { // the rest belongs to it when it begins
        one.output = m_ahead->checked->job.output;
        one.started = now();
    });
    m_writer.write({}, [this, request = m_ahead->request] {
        if (!m_ahead || m_ahead->request != request)
            return;
        m_ahead->isWritten = true;
        beginAhead();
    });
}

// As soon as both are true: its name is kept, and it is its turn. The photo may be another by now.
void JobRunner::beginAhead()
{
    if (!m_ahead->isAwaited || !m_ahead->isWritten)
        return;
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [job = m_ahead->checked->job, hashes = m_hashes] { return isStillSo(job, *hashes); },
        [this, request = m_ahead->request](bool isStill) {
            if (!m_ahead || m_ahead->request != request)
                return;
            if (!isStill) {
                releaseAhead();
                return checkAnew(*m_jobs.find(m_current));
            }
            const CheckedJob checked = *std::exchange(m_ahead, std::nullopt)->checked;
            m_jobs.changeForNow(m_current, [&checked](Job& one) { enter(one, checked.job); });
            begin(checked.options);
        });
}

// The name is free again.
void JobRunner::releaseAhead()
{
    const auto ahead = std::exchange(m_ahead, std::nullopt);
    const Job* job = ahead && ahead->checked ? m_jobs.find(ahead->id) : nullptr;
    if (job && !isOver(job->state) && job->output == ahead->checked->job.output)
        m_jobs.change(ahead->id, [](Job& one) {
            one.output.clear();
            one.started = 0;
        });
}

} // namespace enlarger::app
