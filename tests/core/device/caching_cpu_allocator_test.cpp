// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/allocator_cache.h"
#include "core/device/caching_cpu_allocator.h"

#include <QtTest>

#include <c10/core/CPUAllocator.h>
#include <torch/types.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace enlarger;

namespace {

constexpr std::int64_t mebibyte = 1 << 20;

/// Uninitialised, of so many MiB.
torch::Tensor tensorOf(std::int64_t mebibytes)
{
    return torch::empty({mebibytes * mebibyte}, torch::kUInt8);
}

const void* placeOf(const torch::Tensor& tensor)
{
    return tensor.const_data_ptr();
}

} // namespace

class CachingCpuAllocatorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(c10::GetCPUAllocator() !=
                c10::GetDefaultCPUAllocator()); // from the process's first tensor on
        QCOMPARE(device::cpuAllocatorCacheBytes(), 0);
    }

    void init()
    {
        device::setCpuAllocatorCacheLimit(64 * mebibyte);
        device::emptyCpuAllocatorCache();
    }

    void restrictedWhileMemoryIsShort()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("nothing is restricted where the address sanitizer keeps track of memory");
#endif
        {
            const device::AllocatorCacheRestriction restriction(3 * mebibyte);
            tensorOf(8).reset();
            QCOMPARE(device::cpuAllocatorCacheBytes(), 0);
            tensorOf(2).reset();
            QVERIFY(device::cpuAllocatorCacheBytes() > 0);
        }
        tensorOf(8).reset();
        QVERIFY(device::cpuAllocatorCacheBytes() > 8 * mebibyte);
    }

    void freedMemoryServesTheNextTensorOfItsSize()
    {
        torch::Tensor first = tensorOf(8);
        const torch::Tensor other = tensorOf(8);
        const void* const place = placeOf(first);
        QVERIFY(placeOf(other) != place);
        first.reset();
        const torch::Tensor larger = tensorOf(16);
        QVERIFY(placeOf(larger) != place);
        const torch::Tensor next = torch::empty({8 * mebibyte - 1000}, torch::kUInt8); // nearly its size
        QCOMPARE(placeOf(next), place);
    }

    void nobodySharesMemory()
    {
        std::vector<torch::Tensor> tensors;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 20; ++i)
                tensors.push_back(torch::full({200000 + 10000 * i}, float(100 * round + i)));
            for (std::size_t i = 0; i < tensors.size(); ++i) {
                const float expected = tensors[i][0].item<float>();
                QVERIFY((tensors[i] == expected).all().item<bool>());
            }
            tensors.erase(tensors.begin(), tensors.begin() + 10);
        }
    }

    void tensorsAreAligned()
    {
        for (const std::int64_t bytes : {1, 1000, 65535, 65536, 65537, 1000003, 5000000}) {
            const torch::Tensor tensor = torch::empty({bytes}, torch::kUInt8);
            QCOMPARE(std::uintptr_t(placeOf(tensor)) % 64, std::uintptr_t(0));
        }
    }

    void emptyTensorsNeedNone()
    {
        QVERIFY(torch::empty({0}).numel() == 0);
        QVERIFY(torch::zeros({3, 0, 2}).equal(torch::ones({3, 0, 2})));
    }

    void tensorsGrow()
    {
        torch::Tensor tensor = torch::full({50000}, 7.0f);
        tensor.resize_({900000});
        QVERIFY((tensor.narrow(0, 0, 50000) == 7.0f).all().item<bool>());
    }

    void theLimitDropsTheOldest()
    {
        device::setCpuAllocatorCacheLimit(20 * mebibyte);
        torch::Tensor first = tensorOf(8);
        torch::Tensor second = tensorOf(10);
        torch::Tensor third = tensorOf(9);
        const void* const ofSecond = placeOf(second);
        const void* const ofThird = placeOf(third);
        first.reset();
        second.reset();
        third.reset(); // 27 MiB: the first one goes
        const torch::Tensor again = tensorOf(9);
        QCOMPARE(placeOf(again), ofThird);
        const torch::Tensor tenAgain = tensorOf(10);
        QCOMPARE(placeOf(tenAgain), ofSecond);
        QVERIFY(device::cpuAllocatorCacheBytes() == 0);
    }

    void whatIsLargerThanTheLimitDropsNothing()
    {
        device::setCpuAllocatorCacheLimit(20 * mebibyte);
        tensorOf(8);
        tensorOf(32);
        QCOMPARE(device::cpuAllocatorCacheBytes(), 8 * mebibyte);
    }

    void itIsGivenBack()
    {
        tensorOf(8);
        QVERIFY(device::cpuAllocatorCacheBytes() >= 8 * mebibyte);
        device::emptyCpuAllocatorCache();
        QCOMPARE(device::cpuAllocatorCacheBytes(), 0);
        device::setCpuAllocatorCacheLimit(0);
        tensorOf(8);
        QCOMPARE(device::cpuAllocatorCacheBytes(), 0);
    }

    void whatOneThreadFreesAnotherUses()
    {
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 50; ++i) {
                    const torch::Tensor tensor = torch::full({100000 + 1000 * (i % 5)}, double(t));
                    wrong += (tensor == double(t)).all().item<bool>() ? 0 : 1;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void tooMuchIsAnErrorAndFreesWhatIsKept()
    {
        tensorOf(8);
        QVERIFY_THROWS_EXCEPTION(c10::Error, torch::empty({std::int64_t(1) << 60}, torch::kUInt8));
        QCOMPARE(device::cpuAllocatorCacheBytes(), 0);
        QVERIFY(tensorOf(8).defined());
    }
};

QTEST_GUILESS_MAIN(CachingCpuAllocatorTest)
#include "caching_cpu_allocator_test.moc"
