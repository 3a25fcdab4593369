// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/allocator_cache.h"

#include "core/base/main_memory.h"
#include "core/device/caching_cpu_allocator.h"

#include <ATen/Context.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <algorithm>

namespace enlarger::device {

namespace {

constexpr std::int64_t share = 16; // of the main memory
constexpr std::int64_t least = std::int64_t(128) << 20;
constexpr std::int64_t most = std::int64_t(1) << 30;

} // namespace

void enableAllocatorCache()
{
#ifndef __SANITIZE_ADDRESS__ // which would not see who reads what is freed
    static const bool once = [] {
        setCpuAllocatorCacheLimit(std::clamp(mainMemory().total / share, least, most));
        return true;
    }();
    static_cast<void>(once);
#endif
}

void emptyAllocatorCache() noexcept
try {
    emptyCpuAllocatorCache();
    if (!at::hasCUDA())
        return;
    if (auto* gpu = c10::getDeviceAllocator(at::kCUDA); gpu->initialized())
        gpu->emptyCache();
} catch (...) { // a GPU that is lost keeps what it has
}

} // namespace enlarger::device
