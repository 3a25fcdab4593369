// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace enlarger::image {

/// What a library says of a file, for the brackets in one of our own sentences: its first line, without the
/// file's path (which Error names), without control characters, of at most 100 characters. May be empty.
std::string libraryWords(const std::string& message, const std::filesystem::path& file = {});

/// Whether these words say that the library does not know this kind of file, and not that it is damaged.
bool meansUnsupported(const std::string& words);

} // namespace enlarger::image
