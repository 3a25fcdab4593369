// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/infer/engine_errors.h"
#include "core/train/processes.h"
#include "core/train/training_run.h"

namespace enlarger::train {

Result<Recipe> recipeOfRun(const std::filesystem::path& folder)
{
    auto state = CheckpointFolder(folder).newestState();
    if (!state)
        return state.error();
    return std::move(state->recipe);
}

Result<std::vector<HistoryPoint>> historyOfRun(const std::filesystem::path& folder)
{
    auto state = CheckpointFolder(folder).newestState();
    if (!state)
        return state.error();
    return std::move(state->history);
}

Result<RunResult> runTraining(const RunPlan& plan, const SampleSource& source, Gate& gate,
                              const std::stop_token& stop, const RunSinks& sinks, const Processes* processes)
{
    try {
        ProcessGroup alone;
        TrainingRun run(plan, source, sinks, processes ? processes->group() : alone);
        if (const Status status = run.prepare(gate); !status)
            return status.error();
        return run.go(gate, stop);
    } catch (...) {
        return infer::currentEngineError();
    }
}

} // namespace enlarger::train
