// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <utility>

namespace enlarger::app {

/// A file in a run's folder that says: a program is at it. It goes with this object; one that is left behind
/// tells of a crash, a kill or a power cut.
class RunMarker
{
public:
    /// Makes the file; where that is not possible, an interruption will go unnoticed.
    explicit RunMarker(const std::filesystem::path& folder);
    ~RunMarker();
    RunMarker(RunMarker&& other) noexcept
        : m_file(std::exchange(other.m_file, {}))
    {}
    RunMarker& operator=(RunMarker&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }

private:
    std::filesystem::path m_file; // empty: none
};

enum class RunActivity {
    None,
    InProgress,  // a program trains in the folder now
    Interrupted, // one did, and ended without a word
};
RunActivity activityOf(const std::filesystem::path& folder);

} // namespace enlarger::app
