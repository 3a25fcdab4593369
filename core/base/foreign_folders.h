// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace enlarger {

/// Whether a system or another program keeps this folder for itself among a person's: a recycle bin,
/// snapshots, thumbnails, resource forks, a catalogue. By its name alone; upper and lower case are alike.
bool isForeignFolder(const std::filesystem::path& folder);

/// Those that a search has passed over.
class PassedOver
{
public:
    void add(const std::filesystem::path& folder) { m_folders.insert(folder); }
    std::size_t count() const { return m_folders.size(); }
    /// "12 folders of other programs were passed over (#recycle, @eaDir)"; empty where there is none.
    std::string text() const;

private:
    std::set<std::filesystem::path> m_folders;
};

} // namespace enlarger
