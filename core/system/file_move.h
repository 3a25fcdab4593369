// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace enlarger {

/// Gives a file another name in its folder, in place of what has that name. False where that fails.
bool moveOver(const std::filesystem::path& from, const std::filesystem::path& to);

/// The same where nothing has that name; EEXIST: something has it.
bool moveIfFree(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace enlarger
