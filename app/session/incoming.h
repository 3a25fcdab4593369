// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

class QMimeData;

namespace enlarger::app {

/// What a drop or the clipboard brings: files and folders, a path as text ("/home/me/a.jpg", "file:///...",
/// several lines), or a picture, which is written as PNG into the temporary folder of this run. Pictures of a
/// browser come with their pixels; an address alone (http...) is not fetched.
std::vector<std::filesystem::path> incomingFiles(const QMimeData& data);
bool hasIncomingFiles(const QMimeData& data); // without writing anything

/// Whether the photo was pasted or dropped as pixels: it lies in the temporary folder, and a result beside it
/// would be lost with it.
bool isTemporary(const std::filesystem::path& file);

} // namespace enlarger::app
