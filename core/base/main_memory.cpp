// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/main_memory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace enlarger {

namespace fs = std::filesystem;

namespace {

/// A number behind a key ("MemTotal: 123 kB", "inactive_file 123"), or the file's first word where the key is
/// empty.
std::optional<std::int64_t> number(const fs::path& file, const std::string& key = {})
{
    std::ifstream in(file);
    if (key.empty()) {
        std::int64_t value = 0;
        return in >> value ? std::optional(value) : std::nullopt; // "max" is no number
    }
    for (std::string word; in >> word;) {
        std::int64_t value = 0;
        if (word == key && in >> value)
            return value;
        in.clear();
    }
    return {};
}

struct Files
{
    const char* limit;
    const char* usage;
    const char* reclaimable; // in memory.stat
};

/// Applies the limits of a control group and of all groups around it.
void applyGroups(MainMemory& memory, const fs::path& root, fs::path group, const Files& files)
{
    for (;; group = group.parent_path()) {
        const fs::path folder = root / group.relative_path();
        const auto limit = number(folder / files.limit);
        if (limit && *limit > 0 && *limit < memory.total) {
            memory.total = *limit;
            const std::int64_t used = number(folder / files.usage).value_or(0) -
                                      number(folder / "memory.stat", files.reclaimable).value_or(0);
            memory.free = std::min(memory.free, std::max<std::int64_t>(0, *limit - used));
        }
        if (!group.has_relative_path())
            return;
    }
}

} // namespace

MainMemory mainMemory()
{
    constexpr std::int64_t kib = 1024;
    MainMemory memory;
    memory.total = kib * number("/proc/meminfo", "MemTotal:").value_or(0);
    memory.free = kib * number("/proc/meminfo", "MemAvailable:").value_or(0);

    std::ifstream groups("/proc/self/cgroup"); // "0::/user.slice" (version 2), "9:memory:/job" (version 1)
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const fs::path group = line.substr(second + 1);
        if (controllers.empty())
            applyGroups(memory, "/sys/fs/cgroup", group, {"memory.max", "memory.current", "inactive_file"});
        else if (controllers == "memory")
            applyGroups(memory, "/sys/fs/cgroup/memory", group,
                        {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"});
    }
    return memory;
}

} // namespace enlarger
