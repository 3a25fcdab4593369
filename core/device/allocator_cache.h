// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger::device {

/// Lets networks use the memory of their last run again, within a share of the machine's. Every engine and
/// every training run begins with it.
void enableAllocatorCache();

/// Gives back what the allocators have cached, of main memory and of a GPU's: after long work, when the
/// screen has wanted nothing for a while, or when memory has run out.
void emptyAllocatorCache() noexcept;

/// While one lives, what is cached of main memory takes at most so many bytes, or its usual share where that
/// is less: for work that needs nearly all the memory that there is.
class AllocatorCacheRestriction
{
public:
    explicit AllocatorCacheRestriction(std::int64_t mostBytes);
    ~AllocatorCacheRestriction();
    AllocatorCacheRestriction(const AllocatorCacheRestriction&) = delete;
    AllocatorCacheRestriction& operator=(const AllocatorCacheRestriction&) = delete;
};

} // namespace enlarger::device
