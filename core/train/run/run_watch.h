// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"
#include "core/train/recipe/recipe.h"

#include <string>
#include <vector>

namespace enlarger::train {

/// What goes wrong in a run, as its curves say over the last three validations: a single one may be chance.
class RunWatch
{
public:
    /// After a validation, which is the last point of `history`: what to tell, as notices without full stops;
    /// each is told once.
    std::vector<std::string> lookAt(const std::vector<HistoryPoint>& history, const Recipe& recipe);

private:
    bool m_drifts = false; // and it has been said
    bool m_hasWon = false;
};

} // namespace enlarger::train
