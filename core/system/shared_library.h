// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace enlarger {

/// A library of functions, by its path, or by a name that the system looks for. It stays, and others that are
/// opened later find its functions. Null where there is none, or none that can be used.
void* openLibrary(const std::filesystem::path& library);

/// Only one that is there already. Null where it is not.
void* loadedLibrary(const char* name);

/// The folder from which a library was loaded, by its file's name and without a call to it; empty where none
/// was.
std::filesystem::path folderOfLibrary(std::string_view name);

/// One of its functions, to be cast; null where it has none of that name.
void* functionIn(void* library, const char* name);

} // namespace enlarger
