// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::app {

/// The bytes of all files in a run's folder. What links lead to is not counted.
std::int64_t bytesOfRun(const std::filesystem::path& folder);

/// Removes a run of the data folder for good, with all that is in its folder, and gives the bytes that this
/// frees. Links are removed, and not what they lead to. The models that it has made stay in the store.
/// Errors: it is no run, lies elsewhere, is being trained, or a file cannot be removed; then what is left is
/// still a run, and can be removed again.
Result<std::int64_t> removeRun(const std::filesystem::path& folder, const models::ModelStore& store);

} // namespace enlarger::app
