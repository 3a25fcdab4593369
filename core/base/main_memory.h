// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger {

/// Bytes that this process may use: the machine's, or less where a control group (container, Slurm job)
/// limits it.
struct MainMemory
{
    std::int64_t total = 0;
    std::int64_t free = 0; // what could be had now, caches included
};
MainMemory mainMemory();

} // namespace enlarger
