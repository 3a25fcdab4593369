// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_queue.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <QDateTime>

#include <algorithm>
#include <iterator>
#include <utility>

namespace enlarger::app {

namespace {

constexpr std::size_t photosATime = 64;                  // whose headers are read before they are in the list
constexpr int tellInterval = 200;                        // milliseconds
constexpr int planInterval = 500;                        // likewise
constexpr std::chrono::milliseconds lookingAtATime{200}; // into headers, in between others have their turn

} // namespace

JobQueue::JobQueue(DeviceQueue& device, QObject* parent)
    : QObject(parent)
    , m_runner(m_jobs, m_writer, device)
    , m_forecasts(std::make_shared<JobForecasts>())
{
    configureComputeThread(m_planThread);
    connect(&m_jobs, &JobList::changed, this, [this](const JobChanges& changes) { m_writer.write(changes); });
    connect(&m_writer, &JobWriter::opened, this, &JobQueue::take);
    connect(&m_writer, &JobWriter::failed, this, &JobQueue::stopKeeping);
    connect(&m_runner, &JobRunner::finished, this, [this](std::int64_t id) {
        if (const Job* job = m_jobs.find(id); job && job->state == JobState::Done)
            m_estimate.record(*job);
    });
    m_tell.setSingleShot(true);
    m_tell.setInterval(tellInterval);
    connect(&m_tell, &QTimer::timeout, this, &JobQueue::totalsChanged);
    const auto tellSoon = [this] {
        if (!m_tell.isActive())
            m_tell.start();
    };
    connect(&m_runner, &JobRunner::changed, this, [this] {
        if (m_isOver && m_runner.isStarted()) {
            m_begin = QDateTime::currentMSecsSinceEpoch();
            m_isOver = false;
        }
        Q_EMIT totalsChanged();
    });
    connect(&m_runner, &JobRunner::idle, this, [this] { m_isOver = true; });
    m_planning.setSingleShot(true);
    m_planning.setInterval(planInterval);
    connect(&m_planning, &QTimer::timeout, this, &JobQueue::planSoon);
    connect(&m_jobs, &JobList::changed, this, [this] {
        m_isPlanOutdated = m_isPlanning;
        if (!m_planning.isActive() && !m_isPlanning)
            m_planning.start();
    });
    connect(&m_jobs, &QAbstractItemModel::dataChanged, this, tellSoon);
    connect(&m_jobs, &QAbstractItemModel::rowsInserted, this, tellSoon);
    connect(&m_jobs, &QAbstractItemModel::rowsRemoved, this, tellSoon);
    connect(&m_jobs, &QAbstractItemModel::modelReset, this, tellSoon);
}

JobQueue::~JobQueue()
{
    m_stop.request_stop();
}

void JobQueue::open(const std::filesystem::path& file)
{
    m_keeping = Keeping::Opening;
    m_writer.open(file);
}

void JobQueue::take(const Result<JobWriter::Opened>& opened)
{
    if (opened) {
        m_keeping = Keeping::Kept;
        m_jobs.setJobs(opened->jobs);
        for (const Job& job : opened->jobs)
            if (job.state == JobState::Done)
                m_estimate.record(job);
        m_runner.holdBack(m_jobs.idsOf([](const Job& job) { return job.state == JobState::Waiting; }));
        if (!opened->note.isEmpty())
            Q_EMIT noted(opened->note);
    } else {
        stopKeeping(opened.error());
    }
    for (const auto& action : std::exchange(m_whenOpen, {}))
        action();
    Q_EMIT this->opened();
}

void JobQueue::stopKeeping(const Error& error)
{
    m_keeping = Keeping::NotKept;
    m_reason = toText(error.text());
    Q_EMIT noted(m_reason);
}

void JobQueue::planSoon()
{
    m_isPlanning = true;
    runInBackground(
        m_planThread, this, TaskPriority::Low,
        [jobs = jobsAhead(m_jobs, m_runner.heldBack()), forecasts = m_forecasts] {
            JobForecasts::Told told = forecasts->of(jobs, lookingAtATime);
            QueuePlan plan = planQueue(jobs, told);
            return std::pair(std::move(plan), std::move(told));
        },
        [this](std::pair<QueuePlan, JobForecasts::Told> planned) {
            auto& [plan, told] = planned;
            m_isPlanning = false;
            if (std::exchange(m_isPlanOutdated, false) || !told.isWhole)
                m_planning.start();
            m_jobs.setLosses(std::move(told.ofJobs));
            const bool areRatesNew = m_estimate.expect(told.rates);
            if (plan == m_plan && !areRatesNew)
                return;
            m_plan = std::move(plan);
            Q_EMIT planChanged();
        });
}

void JobQueue::whenOpen(std::function<void()> action)
{
    if (m_keeping == Keeping::Opening)
        m_whenOpen.push_back(std::move(action));
    else
        action();
}

void JobQueue::add(std::vector<Job> jobs)
{
    whenOpen([this, jobs = std::move(jobs)] {
        m_jobs.add(jobs);
        m_runner.start();
    });
}

void JobQueue::addFiles(const std::vector<std::filesystem::path>& paths, const JobSettings& settings)
{
    ++m_adding;
    whenOpen([this, paths, settings] {
        runInBackground(
            readingPool(), this, TaskPriority::Normal, [paths] { return collectInputs(paths, true); },
            [this, settings](const InputList& inputs) {
                const auto total = std::make_shared<FoundJobs>();
                total->problems = inputs.problems;
                for (Error& problem : total->problems)
                    problem.advice.clear(); // it names options of the command line
                makeJobsOf(inputs.photos, settings, total);
            });
    });
}

bool JobQueue::isPaused() const
{
    return !m_runner.isStarted() && totals().unfinished > 0;
}

// What arrives by itself does not start what somebody has paused.
void JobQueue::addFoundJobs(std::vector<Job> jobs)
{
    const bool waits = isPaused() || (!m_runner.isStarted() && leftOver() > 0);
    m_jobs.add(std::move(jobs));
    if (!waits)
        m_runner.start();
}

void JobQueue::addFound(std::vector<InputPhoto> photos, const JobSettings& settings)
{
    ++m_adding;
    whenOpen([this, photos = std::move(photos), settings] {
        const auto total = std::make_shared<FoundJobs>();
        total->isQuiet = true;
        makeJobsOf(photos, settings, total);
    });
}

void JobQueue::makeJobsOf(std::vector<InputPhoto> photos, const JobSettings& settings,
                          const std::shared_ptr<FoundJobs>& total)
{
    if (photos.empty()) {
        --m_adding;
        QStringList problems;
        for (const Error& problem : total->problems)
            problems << toText(problem.text());
        if (total->isQuiet && total->jobs.empty() && problems.isEmpty())
            return;
        Q_EMIT filesAdded(int(total->jobs.size()), total->known + total->results, problems);
        return;
    }
    const auto end = photos.begin() + std::ptrdiff_t(std::min(photos.size(), photosATime));
    std::vector<InputPhoto> first(photos.begin(), end);
    photos.erase(photos.begin(), end);
    KnownJobs known;
    for (int row = 0; row < m_jobs.count(); ++row)
        known.add(m_jobs.at(row));
    runInBackground(
        readingPool(), this, TaskPriority::Normal,
        [first = std::move(first), settings, known = std::move(known), stop = m_stop.get_token()] {
            return stop.stop_requested() ? FoundJobs() : makeJobs(first, settings, known);
        },
        [this, photos = std::move(photos), settings, total](FoundJobs found) {
            total->known += found.known;
            total->results += found.results;
            std::ranges::move(found.problems, std::back_inserter(total->problems));
            std::ranges::copy(found.jobs, std::back_inserter(total->jobs));
            if (!found.jobs.empty() && total->isQuiet)
                addFoundJobs(std::move(found.jobs));
            else if (!found.jobs.empty())
                add(std::move(found.jobs));
            makeJobsOf(photos, settings, total);
        });
}

void JobQueue::goOn()
{
    m_runner.holdBack({});
    m_runner.start();
}

void JobQueue::dropLeftOver()
{
    const JobIds ids = m_runner.heldBack();
    m_runner.holdBack({});
    m_runner.remove(ids);
}

void JobQueue::clearFinished()
{
    m_runner.remove(m_jobs.idsOf([](const Job& job) { return isOver(job.state); }));
}

void JobQueue::cancelAll()
{
    m_runner.cancel(m_jobs.idsOf([](const Job& job) { return !isOver(job.state); }));
}

QueueTotals JobQueue::totals() const
{
    QueueTotals totals;
    const JobIds& without = m_runner.heldBack();
    for (int row = 0; row < m_jobs.count(); ++row) {
        const Job& job = m_jobs.at(row);
        if (job.state == JobState::Waiting || job.state == JobState::Running)
            totals.unfinished += int(!without.contains(job.id));
        else if (isOver(job.state) && job.finished >= m_begin && m_begin > 0) {
            ++totals.over;
            totals.failed += int(job.state == JobState::Failed);
        }
    }
    totals.share = QueueEstimate::doneShare(m_jobs, m_begin, without);
    totals.secondsLeft = m_estimate.secondsLeft(m_jobs, without);
    return totals;
}

} // namespace enlarger::app
