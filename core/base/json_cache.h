// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>

namespace enlarger {

// A small JSON file of values by name that only saves time: where it is missing, damaged or cannot be
// written, its values are found anew and nothing else happens. Shows nlohmann: for sources inside core.

/// The file's object; an empty one where there is none, or where the file has more than a MiB.
nlohmann::json readJsonCache(const std::filesystem::path& file);

/// Reads the file again, so that what another process has learnt meanwhile stays, lets `change` change the
/// object, and replaces the file as one step. The file's folder is made where it is missing; a path without a
/// folder is left alone.
void updateJsonCache(const std::filesystem::path& file, const std::function<void(nlohmann::json&)>& change);

} // namespace enlarger
