// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/device_queue.h"

#include <QTest>

#include <atomic>
#include <barrier>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

using namespace enlarger;

namespace {

/// Is the way free at this moment? A stop that was asked for already turns waiting into looking.
bool isFree(DeviceQueue& queue, Urgency urgency)
{
    std::stop_source stopped;
    stopped.request_stop();
    return queue.waitForTurn(urgency, stopped.get_token());
}

} // namespace

class DeviceQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lessUrgentWorkYields();
    void claimsAreCounted();
    void releaseLetsTheWaitingPass();
    void longWaitsAreTold();
    void stopEndsWaiting();
    void gateThrowsOnceStopped();
    void stopGate();
    void mostUrgentGoesFirst();
    void nobodyIsForgotten();
};

void DeviceQueueTest::lessUrgentWorkYields()
{
    constexpr Urgency all[] = {Urgency::Region, Urgency::Export, Urgency::Training};
    DeviceQueue queue;
    for (const Urgency waiting : all)
        QVERIFY(isFree(queue, waiting));
    for (const Urgency holding : all) {
        const DeviceQueue::Claim claim(queue, holding);
        for (const Urgency waiting : all)
            QCOMPARE(isFree(queue, waiting), waiting <= holding); // its own kind does not wait either
    }
    for (const Urgency waiting : all)
        QVERIFY(isFree(queue, waiting));
}

void DeviceQueueTest::claimsAreCounted()
{
    DeviceQueue queue;
    auto first = std::make_unique<DeviceQueue::Claim>(queue, Urgency::Region);
    auto second = std::make_unique<DeviceQueue::Claim>(queue, Urgency::Region);
    first.reset();
    QVERIFY(!isFree(queue, Urgency::Export));
    second.reset();
    QVERIFY(isFree(queue, Urgency::Export));
}

/// One release wakes all that wait for it, and none of them was let through before.
void DeviceQueueTest::releaseLetsTheWaitingPass()
{
    constexpr int waiting = 3;
    for (int round = 0; round < 200; ++round) {
        DeviceQueue queue;
        std::atomic<bool> released = false;
        std::atomic<int> passedAfterRelease = 0;
        std::barrier<> start(waiting + 1);
        auto claim = std::make_unique<DeviceQueue::Claim>(queue, Urgency::Region);
        {
            std::vector<std::jthread> workers;
            for (int i = 0; i < waiting; ++i)
                workers.emplace_back([&, i] {
                    SharedDeviceGate gate(queue, i == 0 ? Urgency::Training : Urgency::Export, {});
                    start.arrive_and_wait();
                    gate.pass();
                    if (released)
                        ++passedAfterRelease;
                });
            start.arrive_and_wait();
            released = true;
            claim.reset();
        }
        QCOMPARE(passedAfterRelease.load(), waiting);
    }
}

void DeviceQueueTest::longWaitsAreTold()
{
    DeviceQueue queue;
    std::vector<bool> told;
    std::latch isWaiting(1);
    const WaitSink sink = [&](bool waiting) {
        told.push_back(waiting);
        if (waiting)
            isWaiting.count_down();
    };
    SharedDeviceGate(queue, Urgency::Export, {}, sink).pass(); // the way is free
    QVERIFY(told.empty());

    auto claim = std::make_unique<DeviceQueue::Claim>(queue, Urgency::Region);
    std::jthread worker([&] { SharedDeviceGate(queue, Urgency::Export, {}, sink).pass(); });
    isWaiting.wait();
    claim.reset();
    worker.join();
    QCOMPARE(told, (std::vector<bool>{true, false}));
}

void DeviceQueueTest::stopEndsWaiting()
{
    for (int round = 0; round < 200; ++round) {
        DeviceQueue queue;
        const DeviceQueue::Claim claim(queue, Urgency::Export);
        std::stop_source stop;
        std::barrier<> start(2);
        bool cancelled = false;
        {
            const std::jthread worker([&] {
                SharedDeviceGate gate(queue, Urgency::Training, stop.get_token());
                start.arrive_and_wait();
                try {
                    gate.pass();
                } catch (const CancelledException&) {
                    cancelled = true;
                }
            });
            start.arrive_and_wait();
            stop.request_stop();
        }
        QVERIFY(cancelled);
    }
}

void DeviceQueueTest::gateThrowsOnceStopped()
{
    DeviceQueue queue;
    std::stop_source stop;
    SharedDeviceGate gate(queue, Urgency::Export, stop.get_token());
    gate.pass();
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(gate.pass(), CancelledException); // though the way is free
}

void DeviceQueueTest::stopGate()
{
    StopGate().pass(); // without a token nothing stops it
    std::stop_source stop;
    StopGate gate(stop.get_token());
    gate.pass();
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(gate.pass(), CancelledException);
}

/// A region, an export and a training run want the device at once: they get it in this order.
void DeviceQueueTest::mostUrgentGoesFirst()
{
    for (int round = 0; round < 100; ++round) {
        DeviceQueue queue;
        std::latch allClaimed(3);
        std::atomic<int> turn = 0;
        std::vector<int> turns(3, -1);
        {
            std::vector<std::jthread> workers;
            for (int u : {2, 1, 0})
                workers.emplace_back([&, u] {
                    const auto urgency = static_cast<Urgency>(u);
                    const DeviceQueue::Claim claim(queue, urgency);
                    allClaimed.arrive_and_wait();
                    if (queue.waitForTurn(urgency, {}))
                        turns[std::size_t(u)] = turn++;
                });
        }
        QCOMPARE(turns, (std::vector<int>{0, 1, 2}));
    }
}

/// Exports pass their gates again and again while regions come and go: in the end all have passed.
void DeviceQueueTest::nobodyIsForgotten()
{
    constexpr int workersOfEachKind = 3;
    constexpr int rounds = 2000;
    DeviceQueue queue;
    std::atomic<int> passes = 0;
    std::barrier<> start(2 * workersOfEachKind);
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < workersOfEachKind; ++i) {
            workers.emplace_back([&] {
                start.arrive_and_wait();
                for (int r = 0; r < rounds; ++r)
                    const DeviceQueue::Claim claim(queue, Urgency::Region);
            });
            workers.emplace_back([&] {
                SharedDeviceGate gate(queue, Urgency::Export, {});
                start.arrive_and_wait();
                for (int r = 0; r < rounds; ++r) {
                    gate.pass();
                    ++passes;
                }
            });
        }
    }
    QCOMPARE(passes.load(), workersOfEachKind * rounds);
    QVERIFY(isFree(queue, Urgency::Training));
}

QTEST_GUILESS_MAIN(DeviceQueueTest)

#include "device_queue_test.moc"
