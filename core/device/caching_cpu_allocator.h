// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger::device {

/// From now on the memory of freed tensors on the CPU stays at hand for the next ones of their size, up to
/// `mostBytes`: a network asks for the same sizes tile after tile, and each new page of memory costs the
/// kernel as much time as many pixels cost the network. At first nothing is cached.
void setCpuAllocatorCacheLimit(std::int64_t mostBytes);

/// Gives back what is cached, for when nothing is computed for a while or memory has run out.
void emptyCpuAllocatorCache();

/// Bytes that are cached now.
std::int64_t cpuAllocatorCacheBytes();

} // namespace enlarger::device
