// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/training_job.h"

#include "app/files/path_text.h"
#include "app/training/finish_training.h"
#include "app/training/training_folder.h"
#include "app/training/validation_sets.h"
#include "core/device/allocator_cache.h"
#include "core/system/thread_priority.h"
#include "core/train/photos/open_data.h"
#include "core/train/recipe/sample_options.h"

#include <QDebug>

#include <algorithm>
#include <chrono>
#include <utility>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using State = TrainingJob::State;

constexpr auto progressInterval = std::chrono::milliseconds(200);

fs::path snapshotFolder(const TrainingPlan& plan)
{
    return plan.run.folder / "now";
}

bool isLegal(State from, State to)
{
    switch (to) {
    case State::Queued:
        return false;
    case State::Preparing:
        return from == State::Queued;
    case State::Training:
        return from == State::Preparing || from == State::Paused;
    case State::Paused:
        return from == State::Training;
    case State::Stopping:
        return from == State::Preparing || from == State::Training || from == State::Paused;
    case State::Ended:
    case State::Failed:
        return from != State::Queued && from < State::Ended;
    }
    return false;
}

} // namespace

TrainingJob::TrainingJob(TrainingPlan plan, std::optional<train::DataReport> found, models::ModelStore store,
                         DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_found(std::move(found))
    , m_store(std::move(store))
    , m_queue(queue)
{
    if (!m_plan.run.resume)
        return;
    m_checkpoints = train::checkpointsIn(m_plan.run.folder);
    if (auto state = train::stateOfRun(m_plan.run.folder)) // the curves go on where they were
        m_history = std::move(state->history);
}

TrainingJob::~TrainingJob()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    std::error_code problem;
    if (!m_snapshotFolder.empty())
        fs::remove_all(snapshotFolder(m_plan), problem);
}

void TrainingJob::setState(State state)
{
    if (!isLegal(m_state, state)) {
        qWarning() << "a training cannot go from" << m_state << "to" << state;
        return;
    }
    m_state = state;
    Q_EMIT stateChanged(state);
}

void TrainingJob::start()
{
    if (m_state != State::Queued)
        return;
    // The thread ends before this object does, and Qt drops what is still queued for it.
    m_thread = std::jthread([this](const std::stop_token& stop) {
        lowerThreadPriority();
        Ending ending = work(stop);
        device::emptyAllocatorCache();
        QMetaObject::invokeMethod(
            this, [this, ending = std::move(ending)]() mutable { end(std::move(ending)); },
            Qt::QueuedConnection);
    });
    setState(State::Preparing);
}

void TrainingJob::pause()
{
    if (m_state != State::Training)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_wantsPause = true;
    }
    setState(State::Paused);
}

void TrainingJob::resume()
{
    if (m_state != State::Paused)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_wantsPause = false;
    }
    m_pauseChanged.notify_all();
    setState(State::Training);
}

void TrainingJob::stop()
{
    if (!isRunning() || m_state == State::Stopping)
        return;
    m_thread.request_stop(); // wakes it where it pauses
    setState(State::Stopping);
}

void TrainingJob::halveRate()
{
    const std::lock_guard lock(m_mutex);
    m_wanted.rateFactor /= 2.0;
}

void TrainingJob::continueLonger(double minutes)
{
    const std::lock_guard lock(m_mutex);
    m_wanted.moreMinutes += minutes;
}

void TrainingJob::continueFurther(std::int64_t moreSteps)
{
    const std::lock_guard lock(m_mutex);
    m_wanted.moreSteps += moreSteps;
}

void TrainingJob::renewSnapshot()
{
    const std::lock_guard lock(m_mutex);
    m_wantsSnapshot = true;
}

void TrainingJob::watchSnapshots(bool watched)
{
    const std::lock_guard lock(m_mutex);
    m_wantsSnapshot |= watched && !m_isWatched;
    m_isWatched = watched;
}

// On the thread. Of the last two, the older one may still be read by whoever shows it.
void TrainingJob::keepSnapshot(std::int64_t step, const train::NetworkWriter& write)
{
    const fs::path folder = snapshotFolder(m_plan);
    const fs::path newest = folder / std::to_string(step);
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; entry != end; entry.increment(problem))
        if (entry->path() != m_snapshotFolder)
            fs::remove_all(entry->path(), problem);
    auto models = takeModels(m_plan, newest, write);
    QString told;
    if (!models)
        told = toText(models.error().text());
    else
        m_snapshotFolder = newest;
    QMetaObject::invokeMethod(
        this,
        [this, step, told, models = std::move(models)]() mutable {
            if (!models) {
                Q_EMIT noticeRaised(told);
                return;
            }
            m_snapshot = Snapshot{step, *std::move(models)};
            Q_EMIT snapshotChanged();
        },
        Qt::QueuedConnection);
}

TrainingJob::NewHistory TrainingJob::historySince(const HistoryPlace& place) const
{
    const std::lock_guard lock(m_mutex);
    const bool isWhole = place.points == 0 || place.rewrites != m_rewrites;
    const auto begin = m_history.begin() + std::ptrdiff_t(isWhole ? 0 : place.points);
    return {{begin, m_history.end()}, isWhole, {m_history.size(), m_rewrites}, m_checkpoints};
}

void TrainingJob::record(const train::HistoryPoint& point)
{
    constexpr std::size_t most = 400'000; // points
    const std::lock_guard lock(m_mutex);
    if (point.kind == train::HistoryPoint::Kind::RolledBack) {
        std::erase_if(m_history, [&](const train::HistoryPoint& other) { return other.step > point.step; });
        ++m_rewrites;
        return;
    }
    m_history.push_back(point);
    if (m_history.size() > most) {
        m_history = train::thinned(std::move(m_history));
        ++m_rewrites;
    }
}

// On the thread, which alone changes the history: a long one takes its time.
void TrainingJob::judge()
{
    QMetaObject::invokeMethod(
        this,
        [this, rows = healthOf(m_history, m_plan.run.recipe)]() mutable {
            m_health = std::move(rows);
            Q_EMIT healthChanged();
        },
        Qt::QueuedConnection);
}

bool TrainingJob::waitWhilePaused(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_wantsPause)
        return false;
    lock.unlock();
    device::emptyAllocatorCache(); // others may want the memory meanwhile
    lock.lock();
    m_pauseChanged.wait(lock, stop, [this] { return !m_wantsPause; });
    return true;
}

void TrainingJob::report(const Progress& progress, bool isLast)
{
    thread_local Clock::time_point last;
    if (!isLast && Clock::now() - last < progressInterval)
        return;
    last = Clock::now();
    QMetaObject::invokeMethod(
        this,
        [this, progress] {
            m_progress = progress;
            if (progress.step > 0 && m_state == State::Preparing)
                setState(State::Training);
            Q_EMIT progressChanged();
        },
        Qt::QueuedConnection);
}

train::RunSinks TrainingJob::sinks(const std::stop_token& stop)
{
    train::RunSinks sinks;
    sinks.history = [this](const train::HistoryPoint& point) {
        record(point);
        if (point.kind == train::HistoryPoint::Kind::Validation)
            judge();
    };
    sinks.tellsTroubles = false;
    sinks.notice = [this](const std::string& text) {
        QMetaObject::invokeMethod(
            this, [this, sentence = toText(text)] { Q_EMIT noticeRaised(sentence); }, Qt::QueuedConnection);
    };
    sinks.strip = [this](std::int64_t, const image::Image&) {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT stripChanged(); }, Qt::QueuedConnection);
    };
    sinks.progress = [this](std::int64_t step, std::int64_t steps, double left) {
        report({.step = step, .steps = steps, .secondsLeft = left}, step >= steps || step == 1);
    };
    sinks.beforeStep = [this, stop] { return waitWhilePaused(stop); };
    sinks.checkpointSaved = [this] {
        auto checkpoints = train::checkpointsIn(m_plan.run.folder);
        const std::lock_guard lock(m_mutex);
        m_checkpoints = std::move(checkpoints);
    };
    sinks.adjust = [this] {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_wanted, {});
    };
    sinks.afterStep = [this](std::int64_t step, bool isValidated, const train::NetworkWriter& write) {
        const bool isWanted = [&] {
            const std::lock_guard lock(m_mutex);
            return std::exchange(m_wantsSnapshot, false) || (isValidated && m_isWatched);
        }();
        if (isWanted)
            keepSnapshot(step, write);
    };
    return sinks;
}

Result<std::unique_ptr<train::SampleSource>> TrainingJob::openPhotos(Gate& gate, train::DataReport& photos)
{
    const train::SampleOptions options = train::sampleOptions(m_plan.run.recipe);
    const auto isThere = [](const train::SourcePicture& picture) {
        std::error_code problem;
        return fs::exists(picture.file, problem) && (picture.lr.empty() || fs::exists(picture.lr, problem));
    };
    if (m_found && std::ranges::all_of(m_found->used, isThere)) {
        photos = *m_found;
        return train::openFound(photos, options);
    }
    return train::openTrainingData(
        m_plan.request.data, m_plan.request.lrFolder, options, gate, photos,
        [this](const enlarger::Progress& now) { report({.photosSeen = now.done, .photos = now.total}); });
}

TrainingJob::Ending TrainingJob::work(const std::stop_token& stop)
{
    StopGate looking(stop);
    train::DataReport photos;
    const auto source = openPhotos(looking, photos);
    QMetaObject::invokeMethod(
        this,
        [this, photos] {
            m_photos = photos;
            Q_EMIT progressChanged();
        },
        Qt::QueuedConnection);
    if (!source)
        return {.outcome = {}, .sentence = {}, .error = source.error()};
    auto validationSets = readValidationSets(m_plan.request, m_plan.run.recipe.generator.scale, looking);
    if (!validationSets)
        return {.outcome = {}, .sentence = {}, .error = std::move(validationSets).error()};
    m_plan.run.validationSets = *std::move(validationSets);
    const auto folder = TrainingFolder::open(m_plan);
    if (!folder)
        return {.outcome = {}, .sentence = {}, .error = folder.error()};
    SharedDeviceGate gate(m_queue, Urgency::Training, {}); // a stop lets the step come to its end
    const auto result = train::runTraining(m_plan.run, **source, gate, stop, folder->recording(sinks(stop)));
    if (!result) {
        folder->removeIfUnbegun();
        return {.outcome = {}, .sentence = {}, .error = result.error()};
    }
    Ending ending{.outcome = outcomeOf(*result), .sentence = {}, .error = {}};
    ending.sentence = sentenceOf(*ending.outcome, *result);
    if (ending.outcome == TrainingOutcome::Stopped)
        return ending;
    if (const Status made = finishTraining(m_plan, *result, m_store); !made) {
        ending.error = made.error();
        return ending;
    }
    if (!ending.sentence.empty())
        ending.sentence += ' ';
    ending.sentence += modelsSentence(*ending.outcome, m_plan, *result);
    return ending;
}

void TrainingJob::end(Ending ending)
{
    m_outcome = ending.outcome;
    m_sentence = toText(ending.sentence);
    if (ending.error && ending.error->kind == ErrorKind::Cancelled) { // before the first step
        m_outcome = TrainingOutcome::Stopped;
        m_sentence = QStringLiteral("Stopped before the first step: nothing is left of it.");
        ending.error.reset();
    }
    m_error = std::move(ending.error);
    setState(m_error ? State::Failed : State::Ended);
}

} // namespace enlarger::app
