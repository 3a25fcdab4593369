// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace enlarger {

/// The commit that the program was built from, with "-changed" behind it where files were not as there;
/// empty: not known.
std::string programCommit();

struct LibraryVersion
{
    std::string name; // "libvips"
    std::string version;
};

/// The libraries that results depend on, as they are loaded now; of LibTorch, as it was built with. Not Qt.
std::vector<LibraryVersion> libraryVersions();

} // namespace enlarger
