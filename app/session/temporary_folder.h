// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace enlarger::app {

/// The folder of this run for pictures that have no file of their own; made when it is first asked for, it
/// goes when the program ends.
std::filesystem::path temporaryFolder();

bool isInTemporaryFolder(const std::filesystem::path& file); // makes none

/// A name in it that is not taken: "Pasted picture.png", "Pasted picture 2.png" ...
std::filesystem::path newTemporaryFile(const std::string& stem, const std::string& extension);

} // namespace enlarger::app
