// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_request.h"
#include "core/cards/card.h"
#include "core/models/model_store.h"

namespace enlarger::app {

/// Where runs lie: beside the models, in the data folder.
std::filesystem::path runsFolder(const models::ModelStore& store);

/// The folder of a run that is named by its folder, or by its name among the runs.
std::filesystem::path findRun(const std::filesystem::path& run, const models::ModelStore& store);

/// The shortest that findRun() takes for a run: its name where it lies among the runs, else its folder.
std::string runName(const std::filesystem::path& folder, const models::ModelStore& store);

/// Whether the folder itself stands among the runs: not one above them, nor one that a link leads to.
bool isAmongRuns(const std::filesystem::path& folder, const models::ModelStore& store);

/// What a crisp model has more than its faithful partner, in a run where the partner learns: added to it in
/// the end.
std::filesystem::path weightDeltaFile(const std::filesystem::path& folder);

std::filesystem::path runFileOf(const std::filesystem::path& folder); // its run.json

/// What a run must know beside its checkpoints to go on: its data and names.
struct RunFile
{
    TrainingRequest request; // without recipe and minutes, which checkpoints know
    cards::Card crisp;       // name and licence of the model whose partner learns; without a name: none
    cards::Card
        parent; // licence and role, of a run that an earlier version began: checkpoints know them today
};

/// Writes RUN/run.json, and makes the folder where it is missing. Errors: Io.
Status writeRunFile(const std::filesystem::path& folder, const TrainingRequest& request,
                    const cards::Card& crisp);

/// Where the run's pictures and features are now, and how many steps it is to have, for the next time.
/// Nothing is written where that is known.
Status rememberRequest(const std::filesystem::path& folder, const TrainingRequest& request);

/// Another name of the model that the run makes. Nothing is written where no run.json is. Errors: Io.
Status rememberName(const std::filesystem::path& folder, const std::string& name);

/// Fields that are missing are empty. Error: the folder, which was looked for in `runs`, holds no such file.
Result<RunFile> readRunFile(const std::filesystem::path& folder, const std::filesystem::path& runs);

} // namespace enlarger::app
