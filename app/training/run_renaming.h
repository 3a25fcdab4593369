// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <string>
#include <vector>

namespace enlarger::app {

/// Gives a run of the data folder another name, and the models that it has made under the old one with it
/// (see renameModel()). Errors: it is no run, lies elsewhere or is being trained; the new name cannot be
/// taken; a model must keep its name; a file cannot be written. Then all stays as it is.
Status renameRun(const std::filesystem::path& folder, const std::string& newName,
                 const models::ModelStore& store);

/// Puts the networks that a run has come to, as of its newest checkpoint, into the store under a name of
/// their own. The names, the one that was given first. Errors: the name cannot be taken; there is nothing
/// yet.
Result<std::vector<std::string>> keepModels(const std::filesystem::path& run, const std::string& name,
                                            const models::ModelStore& store);

} // namespace enlarger::app
