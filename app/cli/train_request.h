// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/train/recipe.h"

#include <filesystem>
#include <optional>

namespace enlarger::cli {

/// What `enlarger-cli train` was asked for.
struct TrainRequest
{
    enum class Task { Train, Resume, List, Check };

    Task task = Task::Train;
    std::vector<std::filesystem::path> data; // folders, pictures or packed files
    std::filesystem::path lrFolder;
    QString listed;              // --list RECIPE: empty for all
    bool isRecipeChosen = false; // by the person, not by default
    train::Recipe recipe;
    QString from;              // a model's name or file
    std::string parentLicence; // of that model
    std::string parentRole;    // of that model
    std::string crisp;         // a crisp model whose faithful partner learns in its place; empty: none
    std::string crispLicence;
    std::string name; // of the model that is made
    bool isNameChosen = false;
    std::filesystem::path resume; // a run's folder or name
    std::optional<double> minutes;
    std::string device = "auto";
    bool isDeviceChosen = false;
    std::vector<std::filesystem::path> featureFolders;
    bool tensorBoard = false;
    QStringList words; // as typed, for the card
};

/// Nothing where there is nothing to run; `exitCode` then says why.
std::optional<TrainRequest> parseTrainRequest(const QStringList& arguments, int& exitCode);

} // namespace enlarger::cli
