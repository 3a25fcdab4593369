// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command.h"
#include "core/models/model_store.h"
#include "core/train/recipe/recipe.h"

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
    QString from;                              // a model's name or file
    std::optional<models::StoredModel> parent; // that model, see findParent()
    std::string crisp; // a crisp model whose faithful partner learns in its place; empty: none
    std::string crispLicence;
    std::string parentLicence; // of a run that an earlier version began: checkpoints know them today
    std::string parentRole;
    std::string name; // of the model that is made
    bool isNameChosen = false;
    std::filesystem::path resume; // a run's folder or name
    std::optional<double> minutes;
    std::string device = "auto";
    bool isDeviceChosen = false;
    std::vector<std::filesystem::path> featureFolders;
    bool tensorBoard = false;
    std::string command; // that repeats it, without its length and without paths: for the card
    std::string steps;   // as asked for; empty: the recipe's, or minutes
};

/// Nothing where there is nothing to run; `exitCode` then says why.
std::optional<TrainRequest> parseTrainRequest(const QStringList& arguments, int& exitCode);

/// Finds the model that --from names, and fits the recipe to its scale. Error: there is none, or the recipe
/// does not fit.
Status findParent(TrainRequest& request);

} // namespace enlarger::cli
