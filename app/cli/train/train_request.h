// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command.h"
#include "app/training/training_request.h"

#include <optional>

namespace enlarger::cli {

/// What `enlarger-cli train` was asked for.
struct TrainRequest
{
    enum class Task { Train, Resume, List, Check };

    Task task = Task::Train;
    QString listed;              // --list RECIPE: empty for all
    bool isRecipeChosen = false; // by the person, not by default
    bool isNameChosen = false;
    bool json = false; // of --check
    app::TrainingRequest training;
};

/// Nothing where there is nothing to run; `exitCode` then says why.
std::optional<TrainRequest> parseTrainRequest(const QStringList& arguments, int& exitCode);

} // namespace enlarger::cli
