// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/disk_space.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "core/system/file_rights.h"
#include "core/system/file_stamp.h"

#include <QCoreApplication>

#include <set>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DiskSpace", text);
}

// The folder, or the lowest one above it that is there.
fs::path existing(const fs::path& wanted)
{
    std::error_code error;
    fs::path folder = fs::absolute(wanted, error);
    while (!fs::is_directory(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
        folder = folder.parent_path();
    return folder;
}

} // namespace

DiskSpace::Folder DiskSpace::look(const fs::path& wanted)
{
    const fs::path folder = existing(wanted);
    Folder found;
    if (const auto stamp = stampOf(folder))
        found.device = stamp->device;
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (!error)
        found.free = std::int64_t(space.available);
    found.isWritable = isWritable(folder);
    return found;
}

void DiskSpace::add(const fs::path& folder, std::int64_t bytes)
{
    auto [known, isNew] = m_folders.try_emplace(folder);
    Folder& one = known->second;
    if (isNew)
        one = look(folder);
    m_needed[one.device] += bytes;
    ++one.results;
}

std::vector<PlanProblem> DiskSpace::problems() const
{
    std::vector<PlanProblem> problems;
    std::set<std::uint64_t> told;
    for (const auto& [folder, one] : m_folders) {
        if (!one.isWritable)
            problems.push_back({QStringLiteral("folder ") + toText(folder),
                                tr("Nothing can be written into %1, where %2 of the results go.")
                                    .arg(toText(folder))
                                    .arg(one.results)});
        const std::int64_t needed = m_needed.at(one.device);
        if (one.free >= 0 && needed > one.free && told.insert(one.device).second)
            problems.push_back(
                {QStringLiteral("disk %1").arg(one.device),
                 tr("The results need about %1, and %2 are free in %3.")
                     .arg(toText(bytesText(needed)), toText(bytesText(one.free)), toText(folder))});
    }
    return problems;
}

} // namespace enlarger::app
