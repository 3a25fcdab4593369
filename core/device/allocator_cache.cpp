// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/allocator_cache.h"

#include "core/device/caching_cpu_allocator.h"
#include "core/system/main_memory.h"

#include <ATen/Context.h>
#include <ATen/core/CachingHostAllocator.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <algorithm>

namespace enlarger::device {

namespace {

constexpr std::int64_t share = 16; // of the main memory
constexpr std::int64_t most = std::int64_t(1) << 30;

void setLimit(std::int64_t mostBytes)
{
#ifndef __SANITIZE_ADDRESS__ // which would not see who reads what is freed
    setCpuAllocatorCacheLimit(
        std::clamp(mainMemory().total / share, std::int64_t(0), std::min(most, mostBytes)));
#else
    static_cast<void>(mostBytes);
#endif
}

} // namespace

void enableAllocatorCache()
{
    static const bool once = [] {
        setLimit(most);
        return true;
    }();
    static_cast<void>(once);
}

AllocatorCacheRestriction::AllocatorCacheRestriction(std::int64_t mostBytes)
{
    setLimit(std::max(mostBytes, std::int64_t(0)));
}

AllocatorCacheRestriction::~AllocatorCacheRestriction()
{
    setLimit(most);
}

void emptyAllocatorCache() noexcept
try {
    emptyCpuAllocatorCache();
    if (!at::hasCUDA())
        return;
    if (auto* gpu = c10::getDeviceAllocator(at::kCUDA); gpu->initialized()) {
        gpu->emptyCache();
        at::getHostAllocator(at::kCUDA)->empty_cache(); // pinned memory
    }
} catch (...) { // a GPU that is lost keeps what it has
}

} // namespace enlarger::device
