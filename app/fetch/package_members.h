// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace enlarger::app {

/// Unpacks some files of a ZIP archive (a Python package is one) into a folder that is there, under their
/// last names. Returns where they are, in their order. Error: the archive is damaged, or has no such file; or
/// what the disk says.
Result<std::vector<std::filesystem::path>> unpackMembers(const std::filesystem::path& archive,
                                                         const std::vector<std::string>& members,
                                                         const std::filesystem::path& folder);

} // namespace enlarger::app
