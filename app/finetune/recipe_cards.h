// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace enlarger::app {

class FineTuneSession;

/// What a training can be for, in plain words: a built-in recipe, with values of its fields.
struct RecipeCard
{
    QString title;
    QString sentence; // on what comes of it
    std::string recipe;
    std::vector<std::pair<std::string, std::string>> fields;
    bool isCommon = false; // one of the first; the others are for who looks for them
};

/// Every built-in recipe, the common ones first.
const std::vector<RecipeCard>& recipeCards();

/// The card that the session's recipe is that of; null: of none, as a file's.
const RecipeCard* cardOf(const FineTuneSession& session);

/// Where the session has the card's recipe already, what was changed of other fields stays.
void choose(const RecipeCard& card, FineTuneSession& session);

} // namespace enlarger::app
