// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace enlarger::app {

/// What a person wants trained. Where a run goes on (`resume`), what is empty here is as it was begun with,
/// and recipe, model, name and command are those of its beginning in any case.
struct TrainingRequest
{
    std::optional<std::filesystem::path> resume; // a run that goes on: its name, or its folder
    std::vector<std::filesystem::path> data;     // to learn from: folders, pictures or packed files
    std::filesystem::path lrFolder;              // own small pictures of the same names; empty: made ones
    train::Recipe recipe;
    std::string from; // the model to begin with: a name of the store, or a file; empty: from nothing
    std::string name; // of the model that is made
    std::vector<std::string> changes;  // "FIELD=VALUE": of the recipe of a run that goes on
    std::optional<double> minutes;     // the length in time; without: the recipe's steps
    bool isDegradationChosen = false;  // by a person: else it is that of the model to begin with
    bool isBatchChosen = false;        // by a person: it stays, however few steps fit
    std::string steps;                 // the recipe's, where a person asked for them: for `command`
    std::optional<std::string> device; // "cpu", "cuda:0"; without: "auto", or as before
    std::vector<std::filesystem::path> featureFolders;           // for perceptual losses and LPIPS
    std::map<std::string, std::filesystem::path> validationSets; // by name; see readValidationSets()
    bool tensorBoard = false;                                    // event files beside the curves
    bool isCsvWide = false;                                      // a table with a column for each curve too
    std::string command; // that repeats it, without its length and without paths: for the card
};

} // namespace enlarger::app
