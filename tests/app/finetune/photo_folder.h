// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace enlarger::tests {

/// Writes `count` textured pictures of side x side pixels into a folder, photo-1.png and so on, no two alike.
void writePhotos(const std::filesystem::path& folder, int count, int side = 160);

} // namespace enlarger::tests
