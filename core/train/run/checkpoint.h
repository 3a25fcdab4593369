// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/run_state.h"
#include "core/weights/state_dict.h"

#include <filesystem>
#include <set>

namespace enlarger::train {

/// A run's state in one safetensors file: everything that is needed to go on as if nothing had happened.
struct Checkpoint
{
    RunState state;
    weights::StateDict tensors; // AdversarialTrainer::save()
};

/// Writes beside and renames. Refuses tensors that are not finite: a poisoned state must not replace a good
/// one.
Status writeCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);
Result<Checkpoint> readCheckpoint(const std::filesystem::path& file);
/// The state alone, from the file's header.
Result<RunState> readRunState(const std::filesystem::path& file);

/// The checkpoints of one run: RUN/checkpoints/step-000001000.safetensors.
class CheckpointFolder
{
public:
    explicit CheckpointFolder(std::filesystem::path run);

    std::filesystem::path fileOf(std::int64_t step) const;
    std::set<std::int64_t> steps() const;

    /// The newest that can be read; a damaged one is reported in `problems` and the one before it is used.
    Result<Checkpoint> newest(std::vector<Error>* problems = nullptr) const;
    /// The same without the tensors, which are not read.
    Result<RunState> newestState() const;

    /// Writes, then deletes what the recipe does not keep: the last few, the best and every Kth stay,
    /// and the network that a run began with where no better one may come of it.
    Status saveAndPrune(const Checkpoint& checkpoint) const;

    /// Deletes what a process that was killed while it wrote has left.
    void removeUnfinished() const;

private:
    template <class What>
    Result<What> newest(Result<What> (*read)(const std::filesystem::path&),
                        std::vector<Error>* problems) const;

    std::filesystem::path m_folder;
};

} // namespace enlarger::train
