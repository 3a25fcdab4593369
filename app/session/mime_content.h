// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

#include <filesystem>
#include <vector>

class QMimeData;

namespace enlarger::app {

/// What a drop or the clipboard brings: files and folders, a path as text ("/home/me/a.jpg", "file:///...",
/// several lines), or a picture. Pictures of a browser come with their pixels; an address alone (http...) is
/// not fetched.
struct MimeContent
{
    std::vector<std::filesystem::path> files;
    QByteArray png; // a picture as its program gave it, with profile and depth; empty: it gave none
    QImage pixels;  // else

    bool isPicture() const { return !png.isEmpty() || !pixels.isNull(); }
    bool isEmpty() const { return files.empty() && !isPicture(); }
};
MimeContent readMimeContent(const QMimeData& data);
bool hasMimeContent(const QMimeData& data); // without fetching a picture

/// Writes the picture of `from` as PNG into the temporary folder of this run. Takes some tenths of a second
/// for megapixels: not for the GUI thread. Where it fails, opening the file will say so.
std::filesystem::path writePicture(const MimeContent& from);

/// Whether the photo was pasted or dropped as pixels: it lies in the temporary folder, and a result beside it
/// would be lost with it.
bool isTemporary(const std::filesystem::path& file);

} // namespace enlarger::app
