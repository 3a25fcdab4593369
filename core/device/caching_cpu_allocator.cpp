// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/caching_cpu_allocator.h"

#include <c10/core/CPUAllocator.h>

#include <bit>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

namespace enlarger::device {

namespace {

constexpr std::size_t headerBytes = 64;        // in front of a tensor, so that it stays aligned for vectors
constexpr std::size_t smallestBytes = 1 << 16; // the C library keeps smaller ones at hand by itself

/// Sizes are rounded up by at most an eighth, so that tensors of nearly one size use one another's memory.
std::size_t sizeClass(std::size_t bytes)
{
    const std::size_t step = std::bit_floor(bytes) / 8;
    return (bytes + step - 1) / step * step;
}

/// A CPU allocator of LibTorch's that caches what is freed. It lives as long as the process.
class CachingCpuAllocator final : public c10::Allocator
{
public:
    static CachingCpuAllocator& instance()
    {
        static auto* const memory = new CachingCpuAllocator; // tensors may outlive every static object
        return *memory;
    }

    void setLimit(std::size_t bytes)
    {
        std::unique_lock lock(m_mutex);
        m_limit = bytes;
        free(takeOldest(m_limit), lock);
    }

    void empty()
    {
        std::unique_lock lock(m_mutex);
        free(takeOldest(0), lock);
    }

    std::size_t cachedBytes()
    {
        const std::lock_guard lock(m_mutex);
        return m_cachedBytes;
    }

    c10::DataPtr allocate(std::size_t bytes) override
    {
        char* data = bytes == 0 ? nullptr : take(bytes);
        return {data, data, &CachingCpuAllocator::giveBack, c10::Device(c10::DeviceType::CPU)};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &CachingCpuAllocator::giveBack; }

    void copy_data(void* to, const void* from, std::size_t bytes) const override
    {
        default_copy_data(to, from, bytes);
    }

private:
    struct Block
    {
        char* begin = nullptr; // of the header, which holds the size
        std::size_t bytes = 0; // behind the header
    };

    CachingCpuAllocator() = default;

    char* take(std::size_t wanted)
    {
        const std::size_t bytes = wanted < smallestBytes ? wanted : sizeClass(wanted);
        char* begin = bytes < smallestBytes ? nullptr : takeCached(bytes);
        if (!begin)
            begin = takeNew(bytes);
        std::memcpy(begin, &bytes, sizeof bytes);
        return begin + headerBytes;
    }

    char* takeCached(std::size_t bytes)
    {
        const std::lock_guard lock(m_mutex);
        for (auto block = m_cached.rbegin(); block != m_cached.rend(); ++block)
            if (block->bytes == bytes) {
                char* const begin = block->begin;
                m_cached.erase(std::next(block).base());
                m_cachedBytes -= bytes;
                return begin;
            }
        return nullptr;
    }

    char* takeNew(std::size_t bytes)
    {
        try {
            return static_cast<char*>(m_plain->raw_allocate(headerBytes + bytes));
        } catch (const c10::Error&) { // out of memory
            empty();
            return static_cast<char*>(m_plain->raw_allocate(headerBytes + bytes));
        }
    }

    static void giveBack(void* data)
    {
        if (!data)
            return;
        Block block{static_cast<char*>(data) - headerBytes};
        std::memcpy(&block.bytes, block.begin, sizeof block.bytes);
        instance().cache(block);
    }

    void cache(const Block& block)
    {
        if (block.bytes < smallestBytes)
            return m_plain->raw_deallocate(block.begin);
        std::unique_lock lock(m_mutex);
        if (block.bytes > m_limit)
            return free({block}, lock);
        std::vector<Block> oldest = takeOldest(m_limit - block.bytes);
        m_cached.push_back(block);
        m_cachedBytes += block.bytes;
        free(oldest, lock);
    }

    /// The blocks that were given back longest ago, so many that at most `bytes` are left. With the lock
    /// held.
    std::vector<Block> takeOldest(std::size_t bytes)
    {
        auto end = m_cached.begin();
        for (; m_cachedBytes > bytes; ++end)
            m_cachedBytes -= end->bytes;
        std::vector<Block> oldest(m_cached.begin(), end);
        m_cached.erase(m_cached.begin(), end);
        return oldest;
    }

    /// Without the lock: it takes long where blocks are large.
    void free(const std::vector<Block>& blocks, std::unique_lock<std::mutex>& lock)
    {
        lock.unlock();
        for (const Block& block : blocks)
            m_plain->raw_deallocate(block.begin);
    }

    c10::Allocator* const m_plain = c10::GetDefaultCPUAllocator();
    std::mutex m_mutex;
    std::vector<Block> m_cached; // the one given back longest ago first
    std::size_t m_cachedBytes = 0;
    std::size_t m_limit = 0;
};

/// Before main(): oneDNN's memory is freed by whichever allocator is LibTorch's by then, so that it must
/// never change while there are tensors.
[[maybe_unused]] const bool isInstalled = [] {
    c10::SetCPUAllocator(&CachingCpuAllocator::instance());
    return true;
}();

} // namespace

void setCpuAllocatorCacheLimit(std::int64_t mostBytes)
{
    CachingCpuAllocator::instance().setLimit(std::size_t(mostBytes));
}

void emptyCpuAllocatorCache()
{
    CachingCpuAllocator::instance().empty();
}

std::int64_t cpuAllocatorCacheBytes()
{
    return std::int64_t(CachingCpuAllocator::instance().cachedBytes());
}

} // namespace enlarger::device
