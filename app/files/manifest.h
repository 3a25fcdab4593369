// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"
#include "core/base/result.h"
#include "core/system/open_file.h"

#include <QJsonObject>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace enlarger::app {

/// A file that says what became of each photo: a line of JSON each time. Several programs, on several
/// computers too, may write into one: a line is written at once, under a lock.
class Manifest
{
public:
    /// Error: it cannot be opened for writing.
    static Result<Manifest> open(const std::filesystem::path& file);

    /// A line that another program had cut off, by a power cut or a full disk, is ended first. Error: Io.
    Status add(const std::vector<QJsonObject>& lines);

private:
    Manifest(std::filesystem::path file, OpenFile open);

    std::filesystem::path m_file;
    OpenFile m_open;
};

/// What the lines of manifests say of one photo, taken together: a later state counts more than an earlier
/// one in this order.
enum class ManifestState { Planned, Failed, Skipped, Done };
constexpr auto namesOf(ManifestState)
{
    return std::to_array<EnumName<ManifestState>>({{ManifestState::Planned, "planned"},
                                                   {ManifestState::Failed, "failed"},
                                                   {ManifestState::Skipped, "skipped"},
                                                   {ManifestState::Done, "done"}});
}

struct ManifestEntry
{
    ManifestState state = ManifestState::Planned;
    std::string output;   // where it is done
    std::string reason;   // why it failed, or was skipped
    double seconds = 0.0; // of the work
};

struct ManifestSummary
{
    std::map<std::string, ManifestEntry> entries; // by input, as listedPath() has it
    std::int64_t damagedLines = 0;                // cut, or of no manifest

    std::int64_t count(ManifestState state) const;
    double seconds() const; // of all work
};

/// Joins manifests. Error: one of them cannot be read.
Result<ManifestSummary> readManifests(const std::vector<std::filesystem::path>& files);

} // namespace enlarger::app
