// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_renderer.h"

#include "core/device/allocator_cache.h"
#include "core/infer/screen/region_state.h"
#include "core/infer/screen/region_tile_maker.h"
#include "core/system/thread_priority.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <new>
#include <thread>

namespace enlarger::infer {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int lookHalo = 8; // at most so many for a first look, which its tile then replaces
constexpr auto longPause = std::chrono::seconds(10); // after it, memory is worth more than a quick first tile

/// Drafts and what takes no time come before everything that was really asked for.
int rankOf(const RegionLayer& layer, int stage)
{
    constexpr int background = std::numeric_limits<int>::max();
    const bool isLast = stage + 1 == static_cast<int>(layer.stages.size());
    if (layer.isBackground)
        return background;
    if (layer.stages[std::size_t(stage)].isQuick)
        return -1;
    return isLast ? background - 1 : stage;
}

/// The stages of all layers that are requested, in the order of their rank.
std::map<int, std::vector<RegionState::StageOfLayer>>
rankedStages(const std::vector<ViewportRequest>& requests)
{
    std::map<int, std::vector<RegionState::StageOfLayer>> ranked;
    std::set<std::uint64_t> seen;
    for (const ViewportRequest& request : requests)
        if (seen.insert(request.layer->id).second)
            for (int stage = 0; stage < static_cast<int>(request.layer->stages.size()); ++stage)
                ranked[rankOf(*request.layer, stage)].push_back({request.layer, stage});
    return ranked;
}

bool isLast(const RegionJob& job)
{
    return job.stage + 1 == static_cast<int>(job.layer->stages.size());
}

Result<std::shared_ptr<const RegionStage>> makeStage(const StageMaker& maker)
try {
    return maker.make();
} catch (const std::bad_alloc&) {
    return Error{
        ErrorKind::OutOfMemory, "there is not enough memory for the network", {}, "Close other programs"};
}

} // namespace

std::uint64_t newLayerId()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

/// The worker's thread, and what it shares with those who ask.
class RegionRenderer::Impl
{
public:
    Impl(DeviceQueue* queue, RegionSinks sinks, std::int64_t cacheBytes)
        : m_queue(queue)
        , m_sinks(std::move(sinks))
        , m_state(cacheBytes)
        , m_thread([this] { work(); })
    {}

    ~Impl()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isEnding = true;
            m_running.stop.request_stop();
        }
        m_changed.notify_all();
    }

    /// Changes what is requested or known; the worker begins its round anew.
    template <class Change>
    void change(const Change& change)
    {
        {
            const std::lock_guard lock(m_mutex);
            change(m_state);
            ++m_version;
            if (m_running.isOn && !shouldContinue())
                m_running.stop.request_stop();
        }
        m_changed.notify_all();
    }

    template <class Question>
    auto ask(const Question& question)
    {
        const std::lock_guard lock(m_mutex);
        return question(m_state);
    }

    void waitUntilIdle()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_doneVersion == m_version; });
    }

private:
    /// The tile that is being computed.
    struct Running
    {
        bool isOn = false;
        std::uint64_t layer = 0;
        bool isBackground = false;
        image::PixelRect area;
        std::stop_source stop;
    };

    void work();
    void waitForWork(std::unique_lock<std::mutex>& lock);
    void renderRequests(const std::vector<ViewportRequest>& requests);
    bool makeStages(const std::vector<RegionState::StageOfLayer>& stages);
    enum class Outcome { GoOn, NoRoom, Outdated };
    Outcome makeTile(const RegionJob& job, std::int64_t& drafts);
    Result<std::shared_ptr<RegionTile>> compute(const RegionJob& job, MadeStage& made,
                                                const std::stop_token& stop);
    void fail(const RegionLayer& layer, int stage, const Error& error);
    void claim();
    void reportProgress();
    bool shouldContinue() const // the tile that is being computed; with m_mutex held
    {
        return m_state.isRequested(m_running.layer, m_running.area) &&
               !(m_running.isBackground && m_state.wantsMore());
    }
    bool isOutdated() const // with m_mutex held
    {
        return m_isEnding || m_version != m_roundVersion;
    }

    DeviceQueue* m_queue; // may be null
    RegionSinks m_sinks;
    std::optional<DeviceQueue::Claim> m_claim; // the worker's alone

    std::mutex m_mutex;
    std::condition_variable m_changed;
    RegionState m_state;
    Running m_running;
    std::uint64_t m_version = 0;      // of the requests and all that counts for them
    std::uint64_t m_roundVersion = 0; // the one that the worker works on
    std::uint64_t m_doneVersion = 0;  // the last one with nothing left to do
    bool m_isEnding = false;
    std::jthread m_thread; // last: it ends before the rest goes
};

void RegionRenderer::Impl::work()
{
    lowerThreadPriority();
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        if (m_doneVersion == m_version) {
            waitForWork(lock);
            continue;
        }
        m_roundVersion = m_version;
        const std::vector<ViewportRequest> requests = m_state.requests();
        lock.unlock();
        renderRequests(requests);
        lock.lock();
        if (isOutdated())
            continue;
        m_claim.reset();
        m_doneVersion = m_roundVersion;
        m_changed.notify_all();
    }
    m_claim.reset();
}

void RegionRenderer::Impl::waitForWork(std::unique_lock<std::mutex>& lock)
{
    const auto isWork = [this] { return m_isEnding || m_doneVersion != m_version; };
    if (m_changed.wait_for(lock, longPause, isWork))
        return;
    if (!m_queue) // it has computed no network
        return m_changed.wait(lock, isWork);
    lock.unlock();
    device::emptyAllocatorCache();
    lock.lock();
    m_changed.wait(lock, isWork);
}

/// One round: what is requested, until somebody asks for something else.
void RegionRenderer::Impl::renderRequests(const std::vector<ViewportRequest>& requests)
{
    reportProgress();
    for (const auto& [rank, stages] : rankedStages(requests)) {
        if (!makeStages(stages))
            return;
        const auto jobs = ask([&](const RegionState& state) { return state.jobs(stages); });
        std::int64_t drafts = 0; // bytes
        for (const RegionJob& job : jobs) {
            const Outcome outcome = makeTile(job, drafts);
            if (outcome == Outcome::Outdated)
                return;
            if (outcome == Outcome::NoRoom)
                break;
        }
    }
    RegionProgress last = ask([](const RegionState& state) { return state.progress(); });
    last.waiting = last.drafts = 0; // what found no room is not waited for
    last.secondsLeft = 0.0;
    if (m_sinks.progress)
        m_sinks.progress(last);
}

/// False where the round is outdated.
bool RegionRenderer::Impl::makeStages(const std::vector<RegionState::StageOfLayer>& stages)
{
    for (const auto& [layer, index] : stages) {
        bool isNeeded = false;
        {
            const std::lock_guard lock(m_mutex);
            if (isOutdated())
                return false;
            isNeeded = !m_state.isFailed(*layer, index) && !m_state.stage(*layer, index);
        }
        if (!isNeeded)
            continue;
        claim();
        auto stage = makeStage(layer->stages[std::size_t(index)]);
        if (!stage) {
            fail(*layer, index, stage.error());
            continue;
        }
        ask([&, stage = *std::move(stage)](RegionState& state) {
            state.addStage(*layer, index, stage);
            state.stage(*layer, index);
        });
    }
    return true;
}

/// `drafts`: bytes that the round's drafts take so far.
RegionRenderer::Impl::Outcome RegionRenderer::Impl::makeTile(const RegionJob& job, std::int64_t& drafts)
{
    std::shared_ptr<MadeStage> made;
    std::stop_token stop;
    {
        const std::lock_guard lock(m_mutex);
        if (isOutdated())
            return Outcome::Outdated;
        if (!isLast(job) && !m_state.isHidden(job))
            drafts += job.bytes;
        if (m_state.isDone(job))
            return Outcome::GoOn;
        if (drafts > m_state.budget() / 2 && !isLast(job))
            return Outcome::NoRoom;
        if (!m_state.makeRoom(job.bytes))
            return Outcome::NoRoom;
        made = m_state.stage(*job.layer, job.stage);
        m_running = {true, job.layer->id, job.layer->isBackground, job.area, std::stop_source()};
        stop = m_running.stop.get_token();
    }
    claim();
    const auto begin = Clock::now();
    const auto tile = compute(job, *made, stop);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();

    if (tile) {
        (*tile)->isFinal = isLast(job);
        (*tile)->isLook = job.isLook;
    }
    bool isNew = false;
    Outcome outcome = Outcome::GoOn;
    {
        const std::lock_guard lock(m_mutex);
        m_running.isOn = false;
        if (tile) {
            isNew = m_state.insert(job, *tile);
            if (!job.isLook) { // which is mostly halo
                const double now = seconds / (double((*tile)->width) * (*tile)->height);
                double& known = made->secondsPerPixel;
                known = known < 0.0 ? now : 0.7 * known + 0.3 * now;
            }
        }
        if (isOutdated())
            outcome = Outcome::Outdated;
    }
    if (!tile && !stop.stop_requested())
        fail(*job.layer, job.stage, tile.error());
    if (isNew && m_sinks.tileDone)
        m_sinks.tileDone(*tile);
    reportProgress();
    return outcome;
}

Result<std::shared_ptr<RegionTile>> RegionRenderer::Impl::compute(const RegionJob& job, MadeStage& made,
                                                                  const std::stop_token& stop)
{
    StopGate alone(stop);
    std::optional<SharedDeviceGate> shared;
    if (m_queue)
        shared.emplace(*m_queue, Urgency::Region, stop);
    Gate& gate = shared ? static_cast<Gate&>(*shared) : alone;
    RegionStage stage = *made.stage;
    if (job.isLook)
        stage.halo = std::min(stage.halo, lookHalo);
    return RegionTileMaker(*job.layer, stage, gate, m_sinks.notice).make(job.area, made.pieceSide);
}

void RegionRenderer::Impl::fail(const RegionLayer& layer, int stage, const Error& error)
{
    if (!ask([&](RegionState& state) { return state.fail(layer, stage); }))
        return;
    const bool isDraft = stage + 1 < static_cast<int>(layer.stages.size());
    if (!isDraft && m_sinks.failed)
        m_sinks.failed(layer.id, error);
    else if (isDraft && m_sinks.notice)
        m_sinks.notice("No draft is shown: " + error.text());
}

void RegionRenderer::Impl::claim()
{
    if (m_queue && !m_claim)
        m_claim.emplace(*m_queue, Urgency::Region);
}

void RegionRenderer::Impl::reportProgress()
{
    if (m_sinks.progress)
        m_sinks.progress(ask([](const RegionState& state) { return state.progress(); }));
}

RegionRenderer::RegionRenderer(DeviceQueue* queue, RegionSinks sinks, std::int64_t cacheBytes)
    : m_impl(std::make_unique<Impl>(queue, std::move(sinks), cacheBytes))
{}

RegionRenderer::~RegionRenderer() = default;

void RegionRenderer::setRequests(std::vector<ViewportRequest> requests)
{
    m_impl->change([&](RegionState& state) { state.setRequests(std::move(requests)); });
}

void RegionRenderer::setCacheBytes(std::int64_t bytes)
{
    m_impl->change([&](RegionState& state) { state.setBudget(bytes); });
}

std::int64_t RegionRenderer::cachedBytes() const
{
    return m_impl->ask([](const RegionState& state) { return state.cachedBytes(); });
}

std::vector<TilePointer> RegionRenderer::tiles(std::uint64_t layer, const image::PixelRect& area) const
{
    return m_impl->ask([&](RegionState& state) { return state.tiles(layer, area); });
}

void RegionRenderer::forget(std::uint64_t layer)
{
    m_impl->change([&](RegionState& state) { state.forget(layer); });
}

void RegionRenderer::waitUntilIdle()
{
    m_impl->waitUntilIdle();
}

} // namespace enlarger::infer
