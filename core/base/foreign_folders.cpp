// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/foreign_folders.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace enlarger {

namespace {

/// In lower case; '*' at the begin or the end stands for anything.
constexpr std::string_view foreignNames[] = {
    // Windows
    "$recycle.bin", "recycler", "recycled", "system volume information",
    // macOS; archives made there
    "__macosx", ".appledouble", ".trashes", ".spotlight-v100", ".fseventsd", ".temporaryitems",
    ".documentrevisions-v100", "network trash folder", "temporary items", "*.photoslibrary",
    "*.migratedphotolibrary", "*.aplibrary", "*.photolibrary",
    // Linux and file servers
    "lost+found", ".trash", ".trash-*", ".recycle", ".snapshot", ".snapshots", "~snapshot", ".zfs",
    ".thumbnails", ".@__thumb",
    // Synology, QNAP
    "@eadir", "@tmp", "@sharebin", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "@transcode",
    "@__thumb",
    // Lightroom, Capture One, digiKam, Picasa
    "*.lrdata", "*.lrlibrary", "*.lrcat-data", "captureone", ".dtrash", ".picasaoriginals"};

std::string lowerCase(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = char(c - 'A' + 'a');
    return text;
}

bool matches(std::string_view name, std::string_view pattern)
{
    if (pattern.starts_with('*'))
        return name.ends_with(pattern.substr(1));
    if (pattern.ends_with('*'))
        return name.starts_with(pattern.substr(0, pattern.size() - 1));
    return name == pattern;
}

} // namespace

bool isForeignFolder(const std::filesystem::path& folder)
{
    const std::string name = lowerCase(folder.filename().string());
    return std::ranges::any_of(foreignNames,
                               [&](std::string_view pattern) { return matches(name, pattern); });
}

std::string PassedOver::text() const
{
    if (m_folders.empty())
        return {};
    std::set<std::string> names;
    for (const std::filesystem::path& folder : m_folders)
        names.insert(folder.filename().string());
    constexpr std::size_t most = 6; // a line
    std::vector<std::string> shown(names.begin(), names.end());
    if (shown.size() > most) {
        shown.resize(most);
        shown.emplace_back("...");
    }
    return fmt::format("{} of other programs {} passed over ({})",
                       count() == 1 ? "1 folder" : fmt::format("{} folders", count()),
                       count() == 1 ? "was" : "were", fmt::join(shown, ", "));
}

} // namespace enlarger
