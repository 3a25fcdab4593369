// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_network.h"

#include "core/train/run/checkpoint.h"
#include "core/train/run/trained_card.h"
#include "core/weights/weights.h"

namespace enlarger::train {

namespace {

/// Whether the network was written after the newest checkpoint.
bool isCurrent(const std::filesystem::path& network, const std::filesystem::path& checkpoint)
{
    std::error_code problem;
    const auto written = std::filesystem::last_write_time(network, problem);
    return !problem && written >= std::filesystem::last_write_time(checkpoint, problem) && !problem;
}

} // namespace

std::filesystem::path networkFileOf(const std::filesystem::path& folder)
{
    return folder / "model.safetensors";
}

Result<std::filesystem::path> networkOfRun(const std::filesystem::path& folder, const std::string& name)
{
    const CheckpointFolder checkpoints(folder);
    const std::set<std::int64_t> steps = checkpoints.steps();
    const std::filesystem::path file = networkFileOf(folder);
    if (!steps.empty() && isCurrent(file, checkpoints.fileOf(*steps.rbegin())))
        return file;
    const auto checkpoint = checkpoints.newest();
    if (!checkpoint)
        return checkpoint.error();
    constexpr std::string_view prefix = "average.";
    weights::StateDict network;
    for (const auto& [key, tensor] : checkpoint->tensors.entries())
        if (key.starts_with(prefix))
            network.add(key.substr(prefix.size()), tensor);
    RunPlan plan;
    plan.name = name;
    const cards::Card card = cardSoFar(plan, checkpoint->state);
    if (const Status status = weights::writeSafetensors(file, weights::trainedTensors(network),
                                                        {{cards::cardKey, cards::toJson(card)}});
        !status)
        return status.error();
    return file;
}

} // namespace enlarger::train
