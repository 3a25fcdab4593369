// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <string>
#include <utility>
#include <vector>

namespace enlarger::app {

/// Those of `models` that have a partner now, and would have none without the ones that are named: they lose
/// their strength.
std::vector<std::string> lonelyWithout(const std::vector<std::string>& names,
                                       const std::vector<models::StoredModel>& models);

struct RemovedModels
{
    std::vector<std::string> names;
    std::int64_t bytes = 0;          // that are free now
    std::vector<std::string> lonely; // models that have no strength any more
};

/// Removes models of the user's for good; damaged ones too. Errors: one is not there, ships with Enlarger, is
/// no model of the store, or is the only partner of a model that stays, which would lose its strength (unless
/// `isForced`); then none is removed. A file that cannot be removed ends it.
Result<RemovedModels> removeModels(const std::vector<std::string>& names, const models::ModelStore& store,
                                   bool isForced);

/// Gives a model of the user's another name, and keeps everything else. The faithful half that was trained
/// together with it goes along, since it is known by its name ("mine-faithful"). The old and the new name of
/// each. Errors: it is not there, ships with Enlarger, is such a half, or others are known as its
/// descendants by that name; the new name cannot be taken; a file cannot be written. Then all stays as it is.
Result<std::vector<std::pair<std::string, std::string>>>
renameModel(const std::string& name, const std::string& newName, const models::ModelStore& store);

} // namespace enlarger::app
