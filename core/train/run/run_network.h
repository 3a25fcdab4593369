// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace enlarger::train {

/// The averaged network that a run has come to, as a file in its folder: the one that was written when the
/// run ended or was stopped or, where a checkpoint is newer, as after a crash, one made of that now, whose
/// card bears this name. Errors: no checkpoint can be read, or the file cannot be written.
Result<std::filesystem::path> networkOfRun(const std::filesystem::path& folder, const std::string& name);

/// That file.
std::filesystem::path networkFileOf(const std::filesystem::path& folder);

} // namespace enlarger::train
