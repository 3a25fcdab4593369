// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace enlarger::tests {

/// A folder for photos, with models, settings and a cache of its own while it lives.
class SessionFolder
{
public:
    SessionFolder();

    std::filesystem::path path(const std::string& name = {}) const; // of a photo
    /// A picture of smooth colours; channels as in image::Image.
    std::filesystem::path writePicture(const std::string& name, int width = 24, int height = 16,
                                       int channels = 3) const;
    /// A TIFF of as many grey pages; the width of each is its number by 10, its height 8.
    std::filesystem::path writePages(const std::string& name, int pages) const;
    std::filesystem::path writeText(const std::string& name, const std::string& text) const;

    /// Keeps a tiny network (x4) in the store. role: "faithful", "crisp" or empty; all have one ancestry.
    void addModel(const std::string& name, const std::string& role = {}) const;

private:
    QTemporaryDir m_folder;
};

/// Every warning that is not expected fails the test function; call it in init().
void refuseWarnings();

} // namespace enlarger::tests
