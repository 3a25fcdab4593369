// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace enlarger::ui {

/// Opens the desktop's file manager with the file chosen (org.freedesktop.FileManager1), or its folder where
/// there is no such service.
void showInFolder(const std::filesystem::path& file);

} // namespace enlarger::ui
