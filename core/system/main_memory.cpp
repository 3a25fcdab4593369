// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/main_memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace enlarger {

namespace fs = std::filesystem;

namespace {

/// The number that a file holds; nothing for "max", for numbers beyond 64 bits and where there is no file.
std::optional<std::int64_t> number(const fs::path& file)
{
    std::ifstream in(file);
    std::int64_t value = 0;
    return in >> value ? std::optional(value) : std::nullopt;
}

/// The number behind a key at the start of a line: "MemTotal: 123 kB", "inactive_file 123".
std::optional<std::int64_t> number(const fs::path& file, const std::string& key)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string first;
        std::int64_t value = 0;
        if (words >> first && first == key && words >> value)
            return value;
    }
    return {};
}

/// What a version of control groups calls its files and the lines of memory.stat.
struct Names
{
    const char* limit;
    const char* high; // null where there is none
    const char* usage;
    const char* inactiveFile; // of the page cache
    const char* activeFile;
};

constexpr Names version2{"memory.max", "memory.high", "memory.current", "inactive_file", "active_file"};
// The numbers with "total" are those of a group and all below it, as its usage is.
constexpr Names version1{"memory.limit_in_bytes", nullptr, "memory.usage_in_bytes", "total_inactive_file",
                         "total_active_file"};

/// The least that a group's processes may have together. Above memory.high the kernel slows them down until
/// they all but stand: that is no memory to plan with. Where version 1 has no limit, it gives a number beyond
/// any machine's memory.
std::optional<std::int64_t> limitOf(const fs::path& folder, const Names& names)
{
    std::optional<std::int64_t> least;
    for (const char* name : {names.limit, names.high})
        if (name != nullptr)
            if (const auto limit = number(folder / name); limit && *limit > 0)
                least = std::min(*limit, least.value_or(*limit));
    return least;
}

/// Applies one group's limit. Others in the group may have used it up, so that it leaves less than a group
/// inside it allows.
void applyGroup(MainMemory& memory, const fs::path& folder, const Names& names)
{
    const auto limit = limitOf(folder, names);
    if (!limit)
        return;
    const fs::path stat = folder / "memory.stat";
    const std::int64_t used = number(folder / names.usage).value_or(0) -
                              number(stat, names.inactiveFile).value_or(0) -
                              number(stat, names.activeFile).value_or(0);
    memory.total = std::min(memory.total, *limit);
    memory.free = std::min(memory.free, *limit - std::clamp(used, std::int64_t(0), *limit));
}

/// Applies the limits of a group and of all groups around it. In a container the group's path may be the
/// host's, of which only the root is seen here: the container's own group.
void applyGroups(MainMemory& memory, const fs::path& root, const fs::path& group, const Names& names)
{
    fs::path folder = root;
    applyGroup(memory, folder, names);
    for (const fs::path& part : group.relative_path()) {
        if (part == "..") // a group outside the namespace of this process
            return;
        folder /= part;
        applyGroup(memory, folder, names);
    }
}

/// Whether "cpu,memory" names the controller of memory.
bool hasMemory(const std::string& controllers)
{
    std::istringstream names(controllers);
    for (std::string name; std::getline(names, name, ',');)
        if (name == "memory")
            return true;
    return false;
}

} // namespace

MainMemory mainMemoryOf(const fs::path& proc, const fs::path& cgroups)
{
    constexpr std::int64_t kib = 1024;
    MainMemory memory;
    if (const auto total = number(proc / "meminfo", "MemTotal:"))
        memory.total = kib * *total;
    else
        memory.total = std::int64_t(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    const auto available = number(proc / "meminfo", "MemAvailable:");
    memory.free = available ? std::min(kib * *available, memory.total) : memory.total;

    std::ifstream groups(proc / "self/cgroup"); // "0::/user.slice" (version 2), "9:memory:/job" (version 1)
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const fs::path group = line.substr(second + 1);
        if (controllers.empty())
            applyGroups(memory, cgroups, group, version2);
        else if (hasMemory(controllers))
            applyGroups(memory, cgroups / "memory", group, version1);
    }
    return memory;
}

MainMemory mainMemory()
{
    return mainMemoryOf("/proc", "/sys/fs/cgroup");
}

} // namespace enlarger
