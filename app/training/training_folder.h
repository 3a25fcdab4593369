// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_marker.h"
#include "app/training/training_plan.h"
#include "core/train/history/history_files.h"
#include "core/train/run/run_lock.h"

#include <optional>

namespace enlarger::app {

/// Where the pictures of a validation lie.
std::filesystem::path stripFileOf(const std::filesystem::path& run, std::int64_t step);

/// Where the HR and the LR picture of a row of theirs lie, counted from 0.
struct HeldOutFiles
{
    std::filesystem::path hr;
    std::filesystem::path lr;
};
HeldOutFiles heldOutFilesOf(const std::filesystem::path& run, int row);

/// A run's folder while it is trained in: nobody else's, and with what the run leaves there beside its
/// checkpoints: run.json, the weight delta, history.csv, TensorBoard's events, the pictures of validations.
class TrainingFolder
{
public:
    /// Takes the folder of the plan; a new run's is described first. Errors: another program trains there,
    /// another run has been begun there, the plan has a conflict, or it cannot be written; then a new run
    /// leaves nothing behind.
    static Result<TrainingFolder> open(const TrainingPlan& plan);

    /// Sinks that write curves and validations into the folder, and hand everything on to `sinks`. A picture
    /// that cannot be written is a notice.
    train::RunSinks recording(train::RunSinks sinks) const;

    /// Removes what a new run that was refused has left behind, where there is no checkpoint of any work.
    void removeIfUnbegun() const;

private:
    TrainingFolder(const TrainingPlan& plan, train::RunLock lock)
        : m_folder(plan.run.folder)
        , m_isNew(!plan.run.resume)
        , m_lock(std::move(lock))
    {}
    Status openCurves(const TrainingPlan& plan);

    std::filesystem::path m_folder;
    bool m_isNew;
    train::RunLock m_lock;
    std::optional<RunMarker> m_marker;        // goes before the lock
    std::vector<train::HistorySink> m_curves; // files
    std::optional<train::EventFile> m_events;
};

} // namespace enlarger::app
