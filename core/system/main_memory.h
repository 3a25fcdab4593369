// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace enlarger {

/// Bytes that this process may use: the machine's, or less where a control group (container, Slurm job,
/// systemd unit) or one around it limits them.
struct MainMemory
{
    std::int64_t total = 0;
    std::int64_t free = 0; // what could be had now; what the page cache holds counts as free
};

/// Read anew at each call, which takes a fraction of a millisecond.
MainMemory mainMemory();

/// The same from other folders than /proc and /sys/fs/cgroup.
MainMemory mainMemoryOf(const std::filesystem::path& proc, const std::filesystem::path& cgroups);

} // namespace enlarger
