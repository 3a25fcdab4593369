// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"
#include "core/train/recipe/recipe.h"

#include <set>
#include <string>
#include <vector>

namespace enlarger::train {

/// What goes wrong in a run, and what to begin it again with.
struct RunTrouble
{
    enum class Kind { ColoursDrift, DiscriminatorTooStrong, DiscriminatorTooWeak };

    Kind kind = Kind::ColoursDrift;
    /// How far the mean colours are off now and at the start, in 1/255; of a discriminator, its mean output
    /// for real and for made pictures.
    double first = 0.0;
    double second = 0.0;
    std::string field; // of the recipe: "discriminator.rate"
    double value = 0.0;
};

/// As the curves say over the last three validations: a single one may be chance.
std::vector<RunTrouble> troublesOf(const std::vector<HistoryPoint>& history, const Recipe& recipe);

/// Tells of each kind of trouble once.
class RunWatch
{
public:
    /// After a validation, which is the last point of `history`: notices without full stops.
    std::vector<std::string> lookAt(const std::vector<HistoryPoint>& history, const Recipe& recipe);

private:
    std::set<RunTrouble::Kind> m_told;
};

} // namespace enlarger::train
