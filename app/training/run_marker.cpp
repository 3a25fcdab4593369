// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_marker.h"

#include "core/train/run/run_lock.h"

#include <fstream>

namespace enlarger::app {

namespace {

std::filesystem::path markerOf(const std::filesystem::path& folder)
{
    return folder / "in-progress";
}

} // namespace

RunMarker::RunMarker(const std::filesystem::path& folder)
    : m_file(markerOf(folder))
{
    std::ofstream(m_file)
        << "A program trains here. If none does, it was interrupted, and the run can be resumed.\n";
}

RunMarker::~RunMarker()
{
    std::error_code problem;
    if (!m_file.empty())
        std::filesystem::remove(m_file, problem);
}

RunActivity activityOf(const std::filesystem::path& folder)
{
    std::error_code problem;
    if (!std::filesystem::exists(markerOf(folder), problem))
        return RunActivity::None;
    return train::RunLock::take(folder) ? RunActivity::Interrupted : RunActivity::InProgress;
}

} // namespace enlarger::app
