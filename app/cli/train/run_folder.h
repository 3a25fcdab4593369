// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train/train_request.h"

namespace enlarger::cli {

/// Where runs lie: beside the models, in the data folder.
std::filesystem::path runsFolder();

/// What --resume takes for a run: its name where it lies among the runs, else its folder.
std::string wordFor(const std::filesystem::path& folder);

/// What a run must know beside its checkpoints to go on: its data and names. Kept as RUN/run.json.
Status writeRunFile(const std::filesystem::path& folder, const TrainRequest& request);

/// What a crisp model has more than its faithful partner, in a run where the partner learns: added to it in
/// the end.
std::filesystem::path weightDeltaFile(const std::filesystem::path& folder);

/// Removes what a run that was refused has left behind, where there is no checkpoint of any work.
void removeIfUnbegun(const std::filesystem::path& folder);

/// Fills the request with what the run was begun with. A name is looked for among the runs.
Status readRunFile(TrainRequest& request);

} // namespace enlarger::cli
