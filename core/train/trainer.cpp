// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/infer/engine_errors.h"
#include "core/train/processes.h"
#include "core/train/training_run.h"
#include "core/weights/weights.h"

namespace enlarger::train {

Result<Recipe> recipeOfRun(const std::filesystem::path& folder)
{
    auto checkpoint = CheckpointFolder(folder).newest();
    if (!checkpoint)
        return checkpoint.error();
    return std::move(checkpoint->state.recipe);
}

Result<int> scaleOf(const std::filesystem::path& model)
{
    const auto loaded = weights::loadNetwork(model);
    if (!loaded)
        return loaded.error();
    return loaded->network->spec().scale;
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
