// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/measure_steps.h"

#include "core/device/allocator_cache.h"
#include "core/device/engine_errors.h"
#include "core/system/main_memory.h"
#include "core/system/process.h"
#include "core/train/parallel/processes.h"
#include "core/train/run/training_run.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace enlarger::train {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double headroom = 0.9; // of the free memory: the rest is for what else goes on

bool isCpu(const device::Device& device)
{
    return device.name == "cpu";
}

std::int64_t freeMemory(const device::Device& device)
{
    if (isCpu(device))
        return mainMemory().free;
    const auto now = device::findDevice(device.name);
    return now ? now->freeMemory : device.freeMemory;
}

/// The most memory that the process has on a device while it lives. A GPU's allocator keeps what it once had,
/// so that a look at the end is enough there; main memory is looked at all the time.
class PeakWatch
{
public:
    explicit PeakWatch(const device::Device& device)
        : m_device(device)
        , m_before(isCpu(device) ? residentMemory() : freeMemory(device))
        , m_most(m_before)
    {
        if (isCpu(device))
            m_thread = std::jthread([this](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    m_most = std::max(m_most.load(), residentMemory());
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
            });
    }

    /// More than there was in the beginning.
    std::int64_t bytes() const
    {
        return isCpu(m_device) ? std::max(m_most.load(), residentMemory()) - m_before
                               : std::max<std::int64_t>(0, m_before - freeMemory(m_device));
    }

private:
    const device::Device& m_device;
    std::int64_t m_before;
    std::atomic<std::int64_t> m_most;
    std::jthread m_thread; // last: it ends first
};

} // namespace

int batchThatFits(int batch, double fixed, double perCrop, double available)
{
    if (fixed + perCrop > available)
        return 0;
    return std::clamp(int(std::min((available - fixed) / std::max(perCrop, 1.0), double(batch))), 1, batch);
}

Result<StepCost> TrainingRun::measure(Gate& gate)
{
    device::enableAllocatorCache();
    device::emptyAllocatorCache();
    const double available = headroom * double(freeMemory(m_plan.device));
    const PeakWatch watch(m_plan.device);
    if (Status status = begin(); !status)
        return std::move(status).error();
    const Recipe whole = m_state.recipe;
    StepCost cost{.available = std::int64_t(available), .batch = whole.data.batch};
    const auto stepOf = [&](int batch) -> Result<double> {
        gate.pass();
        m_state.recipe.data.batch = batch;
        startLoader();
        std::vector<Batch> batches;
        for (int i = 0; i < whole.optimiser.accumulate; ++i) {
            auto next = m_loader->next();
            if (!next)
                return std::move(next).error();
            batches.push_back(*std::move(next));
        }
        m_loader.reset(); // it would go on decoding beside the step
        const auto began = Clock::now();
        // The first steps may be the discriminator's alone.
        m_trainer->step(batches, whole.discriminator.warmUp, {0.0, 0.0}, gate);
        return std::chrono::duration<double>(Clock::now() - began).count();
    };

    // What a second crop adds says more than what is left after the first: allocators keep what they had.
    if (const auto first = stepOf(1); !first) // which also makes what optimisers remember
        return first.error();
    const auto one = double(watch.bytes());
    double perCrop = 0.0;
    if (whole.data.batch > 1) {
        if (const auto second = stepOf(2); !second)
            return second.error();
        perCrop = double(watch.bytes()) - one;
    }
    // A batch in parts has gradients for each; two crops are not cut.
    std::int64_t learnt = 0;
    for (const torch::Tensor& parameter : m_trainer->generator().parameters())
        learnt += parameter.requires_grad() ? std::int64_t(parameter.nbytes()) : 0;
    const int parts = m_trainer->partsOf(whole.data.batch);
    const double fixed = one - perCrop + (parts > 1 ? double(parts * learnt) : 0.0);
    cost.batchThatFits = batchThatFits(whole.data.batch, fixed, perCrop, available);
    cost.memory = std::int64_t(fixed + perCrop * whole.data.batch);
    if (!cost.fits())
        return cost;
    constexpr double shortStep = 2.0; // seconds: such are worth a second look
    auto seconds = stepOf(whole.data.batch);
    if (seconds && (whole.data.batch > 1 || *seconds < shortStep)) // the first one of a size takes longer
        seconds = stepOf(whole.data.batch);
    if (!seconds)
        return std::move(seconds).error();
    cost.seconds = *seconds;
    cost.memory = watch.bytes();
    return cost;
}

Result<StepCost> measureSteps(const RunPlan& plan, const SampleSource& source, Gate& gate)
{
    try {
        ProcessGroup alone;
        const RunSinks nobody;
        RunPlan nowhere = plan;
        nowhere.folder.clear();
        Result<StepCost> cost = TrainingRun(nowhere, source, nobody, alone).measure(gate);
        device::emptyAllocatorCache();
        return cost;
    } catch (...) {
        device::emptyAllocatorCache();
        Error error = device::currentEngineError();
        if (error.kind == ErrorKind::OutOfMemory) // the engine's advice is of enlarging
            error = {ErrorKind::OutOfMemory,
                     "there is not enough memory for a step of this recipe",
                     {},
                     "Set a smaller data.crop or data.batch, or close other programs"};
        return error;
    }
}

} // namespace enlarger::train
