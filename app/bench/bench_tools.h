// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace enlarger::bench {

[[noreturn]] inline void leave(const std::string& message)
{
    std::cerr << message << "\n";
    std::exit(2);
}

/// VmHWM: the most memory that was resident, in bytes.
inline std::int64_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (std::int64_t kib = 0; word == "VmHWM:" && status >> kib)
            return kib * 1024;
    return 0;
}

} // namespace enlarger::bench
