// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/parallel_for.h"

#include <QtTest>

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace enlarger;

class ParallelForTest : public QObject
{
    Q_OBJECT

private:
    int m_threads = 1;

private Q_SLOTS:
    void initTestCase()
    {
        m_threads = at::get_num_threads();
        at::set_num_threads(2);
    }
    void cleanupTestCase() { at::set_num_threads(m_threads); }

    void visitsEachOnce_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::newRow("none") << 3 << 3;
        QTest::newRow("one") << 0 << 1;
        QTest::newRow("many") << -5 << 996;
    }
    void visitsEachOnce()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        std::mutex mutex;
        std::vector<int> visits(std::size_t(end - begin));
        device::parallelFor(begin, end, 1, [&](std::int64_t from, std::int64_t to) {
            const std::lock_guard lock(mutex);
            for (; from < to; ++from)
                ++visits[std::size_t(from - begin)];
        });
        QVERIFY(std::ranges::all_of(visits, [](int count) { return count == 1; }));
    }

    // Each part waits for the other one: they can only end if both are at work at the same time.
    void worksOnSeveralThreads()
    {
#if defined(__SANITIZE_THREAD__)
        QSKIP("on one thread under the thread sanitizer, which does not see OpenMP's barriers");
#endif
        std::atomic<int> begun = 0;
        std::atomic<int> met = 0;
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        device::parallelFor(0, 2, 1, [&](std::int64_t from, std::int64_t to) {
            begun += int(to - from);
            while (begun < 2 && std::chrono::steady_clock::now() < patience)
                std::this_thread::yield();
            met += int(to - from == 1);
        });
        QCOMPARE(met.load(), 2);
    }

    void partsHaveTheirGrain()
    {
        std::atomic<int> parts = 0;
        device::parallelFor(0, 100, 100, [&](std::int64_t, std::int64_t) { ++parts; });
        QCOMPARE(parts.load(), 1);
    }

    void passesExceptionsOn()
    {
        QVERIFY_EXCEPTION_THROWN(device::parallelFor(0, 8, 1,
                                                     [](std::int64_t from, std::int64_t) {
                                                         if (from == 0)
                                                             throw std::runtime_error("no");
                                                     }),
                                 std::runtime_error);
    }

    void tasksAreDoneOnceEach()
    {
        for (const int count : {0, 1, 2, 7, 100}) {
            std::vector<std::atomic<int>> visits(std::size_t(count) + 1);
            device::parallelTasks(count, [&](int task) { ++visits[std::size_t(task)]; });
            for (int task = 0; task <= count; ++task)
                QCOMPARE(visits[std::size_t(task)].load(), int(task < count));
        }
    }

    // The first task ends when all others have: whoever is free does them.
    void aSlowTaskHoldsUpNoOther()
    {
#if defined(__SANITIZE_THREAD__)
        QSKIP("on one thread under the thread sanitizer, which does not see OpenMP's barriers");
#endif
        constexpr int count = 8;
        std::atomic<int> done = 0;
        std::atomic<bool> waited = false;
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        device::parallelTasks(count, [&](int task) {
            while (task == 0 && done < count - 1 && std::chrono::steady_clock::now() < patience)
                std::this_thread::yield();
            if (task == 0)
                waited = done == count - 1;
            ++done;
        });
        QVERIFY(waited);
    }

    void whatATaskThrowsIsThrown()
    {
        QVERIFY_EXCEPTION_THROWN(device::parallelTasks(8,
                                                       [](int task) {
                                                           if (task == 3)
                                                               throw std::runtime_error("no");
                                                       }),
                                 std::runtime_error);
    }

    // Whatever LibTorch is asked for in a task, it uses no other thread: oneDNN would wait for one in vain.
    void separateTasksShareNothing()
    {
        std::vector<int> threads(6);
        device::separateTasks(6, [&](int task) {
            threads[std::size_t(task)] = at::get_num_threads();
            const torch::Tensor weight = torch::rand({8, 3, 3, 3}).requires_grad_();
            torch::conv2d(torch::rand({2, 3, 32, 32}), weight).sum().backward();
        });
#if !defined(__SANITIZE_THREAD__)
        QVERIFY(std::ranges::all_of(threads, [](int count) { return count == 1; }));
#endif
        QCOMPARE(at::get_num_threads(), 2); // outside
    }

    // A task that calls it again works alone on what it gives.
    void worksInsideOfItself()
    {
        std::atomic<int> sum = 0;
        device::parallelFor(0, 4, 1, [&](std::int64_t from, std::int64_t to) {
            for (; from < to; ++from)
                device::parallelFor(0, 10, 1,
                                    [&](std::int64_t low, std::int64_t high) { sum += int(high - low); });
        });
        QCOMPARE(sum.load(), 40);
    }
};

QTEST_GUILESS_MAIN(ParallelForTest)
#include "parallel_for_test.moc"
