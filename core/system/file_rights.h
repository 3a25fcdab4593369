// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace enlarger {

/// Whether this program may write into a file or folder, or run a program. False where there is none.
bool isWritable(const std::filesystem::path& file);
bool isExecutable(const std::filesystem::path& program);

} // namespace enlarger
