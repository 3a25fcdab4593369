// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/trainer.h"

#include "core/device/engine_errors.h"
#include "core/train/parallel/processes.h"
#include "core/train/run/training_run.h"

#include <algorithm>
#include <set>
#include <thread>

namespace enlarger::train {

namespace {

/// The engine's advice is of enlarging: tiles and options that a training does not have.
Error withAdvice(Error error, const std::filesystem::path& folder)
{
    if (error.kind == ErrorKind::OutOfMemory) {
        error.what = "there is not enough memory to train with batches of this size";
        error.advice = "Start again with a smaller data.batch or data.crop (--set), or close other programs; "
                       "checkpoints already written remain";
    } else if (error.kind == ErrorKind::Internal && !error.advice.empty()) {
        error.advice = "Go on with --resume on the CPU (--device cpu)";
    }
    if (error.file.empty() && error.kind != ErrorKind::BadInput)
        error.file = folder;
    return error;
}

} // namespace

int usualDataThreads()
{
    return std::clamp(int(std::thread::hardware_concurrency()) / 2, 1, 4);
}

bool holdsRun(const std::filesystem::path& folder)
{
    const std::set<std::int64_t> steps = CheckpointFolder(folder).steps();
    return !steps.empty() && *steps.rbegin() > 0;
}

std::vector<std::int64_t> checkpointsIn(const std::filesystem::path& folder)
{
    const std::set<std::int64_t> steps = CheckpointFolder(folder).steps();
    return {steps.begin(), steps.end()};
}

Result<RunState> stateOfRun(const std::filesystem::path& folder)
{
    return CheckpointFolder(folder).newestState();
}

Result<RunResult> runTraining(const RunPlan& plan, const SampleSource& source, Gate& gate,
                              const std::stop_token& stop, const RunSinks& sinks, const Processes* processes)
{
    try {
        ProcessGroup alone;
        TrainingRun run(plan, source, sinks, processes ? processes->group() : alone);
        if (const Status status = run.prepare(gate); !status)
            return withAdvice(status.error(), plan.folder);
        auto result = run.go(gate, stop);
        return result ? std::move(result) : withAdvice(result.error(), plan.folder);
    } catch (...) {
        return withAdvice(device::currentEngineError(), plan.folder);
    }
}

} // namespace enlarger::train
