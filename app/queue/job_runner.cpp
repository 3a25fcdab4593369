// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_runner.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/path_text.h"
#include "app/queue/job_settings.h"
#include "app/queue/job_writer.h"
#include "app/session/background.h"
#include "core/device/allocator_cache.h"
#include "core/models/model_store.h"

#include <QDateTime>
#include <QThreadPool>

#include <utility>

namespace enlarger::app {

namespace {

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

QString joined(const std::vector<std::string>& notes)
{
    QStringList sentences;
    for (const std::string& note : notes)
        sentences << toText(note);
    return sentences.join(QLatin1Char('\n'));
}

// Of the two that a mixture has, either.
bool usesFile(const infer::ModelSelection& model, const std::filesystem::path& file)
{
    return model.network.file == file || (model.crisp && model.crisp->file == file);
}

} // namespace

JobRunner::JobRunner(JobList& jobs, JobWriter& writer, DeviceQueue& device, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_writer(writer)
    , m_device(device)
    , m_hashes(std::make_shared<FileHashes>())
    , m_counters(std::make_shared<OutputNames::Counters>())
{}

JobRunner::~JobRunner() = default;

void JobRunner::start()
{
    if (m_isStarted)
        return;
    m_isStarted = true;
    if (const auto work = m_exports.find(m_current); work != m_exports.end())
        work->second->setPaused(false);
    Q_EMIT changed();
    next();
}

void JobRunner::pause()
{
    if (!m_isStarted)
        return;
    m_isStarted = false;
    releaseAhead(); // who knows what its name is by then
    if (const auto work = m_exports.find(m_current); work != m_exports.end())
        work->second->setPaused(true);
    Q_EMIT changed();
}

void JobRunner::next()
{
    if (!m_isStarted || m_current != 0)
        return;
    const Job* job = firstWaiting();
    if (!job) {
        releaseAhead();
        m_isStarted = false;
        freeMemory();
        Q_EMIT changed();
        m_isIdleDue = m_commands > 0;
        if (!m_isIdleDue)
            Q_EMIT idle();
        return;
    }
    m_current = job->id;
    if (const auto held = m_exports.find(m_current); held != m_exports.end()) {
        releaseAhead();
        m_jobs.change(m_current, [](Job& one) { one.state = JobState::Running; });
        held->second->setPaused(false);
    } else {
        check(*job);
    }
    Q_EMIT changed();
}

const Job* JobRunner::firstWaiting() const
{
    for (int row = 0; row < m_jobs.count(); ++row)
        if (const Job& job = m_jobs.at(row); job.state == JobState::Waiting && !m_heldBack.contains(job.id))
            return &job;
    return nullptr;
}

// New pages cost a network up to a fifth of its time: not between two photos.
void JobRunner::freeMemory()
{
    if (std::exchange(m_networks, nullptr))
        runInBackground(
            readingPool(), this, TaskPriority::Low,
            [] {
                device::emptyAllocatorCache();
                return true;
            },
            [](bool) {});
}

void JobRunner::begin(const infer::UpscaleOptions& options)
{
    if (!m_networks)
        m_networks = std::make_shared<SharedNetwork>();
    const std::int64_t id = m_current;
    ExportJob* work =
        m_exports.emplace(id, std::make_unique<ExportJob>(options, m_device, nullptr, m_networks))
            .first->second.get();
    connect(
        work, &ExportJob::stateChanged, this, [this, id](ExportJob::State state) { follow(id, state); },
        Qt::QueuedConnection); // another one may take its place
    connect(work, &ExportJob::noticeRaised, this, &JobRunner::noticeRaised);
    connect(work, &ExportJob::progressChanged, this, [this, id, work] {
        m_jobs.setProgress(id, work->progress(), work->state() == ExportJob::State::Waiting);
    });
    if (!m_isStarted)
        work->setPaused(true);
    work->start();
    lookAhead();
}

void JobRunner::follow(std::int64_t id, ExportJob::State state)
{
    const auto found = m_exports.find(id);
    if (found == m_exports.end())
        return;
    const ExportJob& work = *found->second;
    switch (state) {
    case ExportJob::State::Done:
        return finish(id, JobState::Done, joined(work.report().notes), &work);
    case ExportJob::State::Failed:
        if (isTakenMeanwhile(work.options(), *work.error()))
            return finish(id, JobState::Skipped, toText(takenNote(work.file())), &work);
        return finish(id, JobState::Failed, toText(work.error()->text()), &work);
    case ExportJob::State::Cancelled:
        return finish(id, JobState::Cancelled, {}, &work);
    default:
        m_jobs.setProgress(id, work.progress(), state == ExportJob::State::Waiting);
    }
}

void JobRunner::finish(std::int64_t id, JobState state, const QString& text, const ExportJob* work)
{
    m_jobs.change(id, [&](Job& job) {
        job.state = state;
        job.text = state == JobState::Done ? (job.text + QLatin1Char('\n') + text).trimmed() : text;
        job.finished = now();
        if (state == JobState::Done && work) {
            job.output = work->file();
            job.seconds = work->report().seconds;
            job.out = {work->report().plan.width, work->report().plan.height};
        } else if (state != JobState::Done) {
            job.output.clear();
        }
    });
    m_exports.erase(id);
    // Also of a result that was whole before the program was killed: its command had not begun.
    if (const Job* job = m_jobs.find(id); job && job->state == JobState::Done)
        runAfterCommand(*job);
    const bool isGone = m_removed.erase(id) > 0;
    if (isGone)
        m_jobs.remove({id});
    else
        Q_EMIT finished(id);
    if (id == m_current)
        leaveCurrent();
}

void JobRunner::runAfterCommand(const Job& done)
{
    if (!m_after)
        return;
    // Never destroyed: the end of the program does not wait for somebody else's.
    static QThreadPool* const pool = [] {
        auto* const one = new QThreadPool;
        one->setMaxThreadCount(1);
        return one;
    }();
    ++m_commands;
    runInBackground(
        *pool, this, TaskPriority::Normal,
        [command = *m_after, input = done.source, output = done.output] {
            return command.run(input, output);
        },
        [this, id = done.id](const Status& run) {
            if (!run)
                tellCommand(id, toText(run.error().text()));
            if (--m_commands == 0 && std::exchange(m_isIdleDue, false) && !m_isStarted)
                Q_EMIT idle();
        });
}

void JobRunner::tellCommand(std::int64_t id, const QString& problem)
{
    m_jobs.change(id,
                  [&problem](Job& job) { job.text = (job.text + QLatin1Char('\n') + problem).trimmed(); });
    Q_EMIT noticeRaised(problem);
}

void JobRunner::leaveCurrent()
{
    ++m_request;
    m_current = 0;
    if (m_ahead && m_ahead->isAwaited)
        releaseAhead();
    Q_EMIT changed();
    next();
}

void JobRunner::pause(const JobIds& ids)
{
    m_jobs.change(m_jobs.idsOf([&](const Job& job) {
        return ids.contains(job.id) && (job.state == JobState::Waiting || job.state == JobState::Running);
    }),
                  [](Job& job) { job.state = JobState::Paused; });
    if (!ids.contains(m_current))
        return;
    if (const auto work = m_exports.find(m_current); work != m_exports.end())
        work->second->setPaused(true);
    leaveCurrent();
}

void JobRunner::resume(const JobIds& ids)
{
    m_jobs.change(
        m_jobs.idsOf([&](const Job& job) { return ids.contains(job.id) && job.state == JobState::Paused; }),
        [](Job& job) { job.state = JobState::Waiting; });
    start();
    next();
}

// One that has begun ends by itself, and then tells how.
void JobRunner::cancel(const JobIds& ids)
{
    const JobIds meant =
        m_jobs.idsOf([&](const Job& job) { return ids.contains(job.id) && !isOver(job.state); });
    JobIds atOnce;
    for (const std::int64_t id : meant)
        if (const auto work = m_exports.find(id); work != m_exports.end())
            work->second->cancel();
        else
            atOnce.insert(id);
    m_jobs.change(atOnce, [](Job& job) {
        job.state = JobState::Cancelled;
        job.output.clear();
        job.finished = now();
    });
    for (const std::int64_t id : atOnce)
        Q_EMIT finished(id);
    if (atOnce.contains(m_current))
        leaveCurrent();
}

void JobRunner::retry(const JobIds& ids)
{
    m_jobs.change(m_jobs.idsOf([&](const Job& job) { return ids.contains(job.id) && isOver(job.state); }),
                  [](Job& job) {
                      job.state = JobState::Waiting;
                      job.output.clear();
                      job.text.clear();
                      job.finished = 0;
                      job.progress = {};
                  });
    start();
    next();
}

void JobRunner::remove(const JobIds& ids)
{
    JobIds atOnce;
    for (const std::int64_t id : ids) {
        if (const auto work = m_exports.find(id); work != m_exports.end()) {
            m_removed.insert(id);
            work->second->cancel();
        } else {
            atOnce.insert(id);
        }
        m_heldBack.erase(id);
    }
    m_jobs.remove(atOnce);
    if (atOnce.contains(m_current))
        leaveCurrent();
}

void JobRunner::setSettings(const JobIds& ids, const JobSettings& settings)
{
    const JobIds meant = m_jobs.idsOf([&](const Job& job) {
        return ids.contains(job.id) && job.state != JobState::Running && !m_exports.contains(job.id);
    });
    m_jobs.change(meant, [&settings](Job& job) {
        job.settings = withKey(settingsForPhotoOf(*job.settings, settings));
        job.out = outputSizeOf(*job.settings, job.in);
        job.output.clear();
        job.text.clear();
        if (isOver(job.state))
            job.state = JobState::Waiting;
    });
}

int JobRunner::waitingWith(const std::string& model) const
{
    const std::filesystem::path file = models::ModelStore().fileOf(model);
    return int(
        m_jobs
            .idsOf([&](const Job& job) { return !isOver(job.state) && usesFile(job.settings->model, file); })
            .size());
}

void JobRunner::followRenaming(const std::string& name, const std::string& newName)
{
    const models::ModelStore store;
    const std::filesystem::path file = store.fileOf(name);
    const JobIds meant = m_jobs.idsOf([&](const Job& job) {
        return usesFile(job.settings->model, file); // those that are over may be tried again
    });
    m_jobs.change(meant, [&](Job& job) {
        JobSettings settings = *job.settings;
        infer::ModelSelection& model = settings.model;
        infer::NetworkFile& network = model.network.file == file ? model.network : *model.crisp;
        network = {store.fileOf(newName), {}}; // the same network with another card: its hash is to be taken
        if (model.modelName == name)
            model.modelName = newName;
        job.settings = withKey(std::move(settings));
    });
}

} // namespace enlarger::app
