// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/network_clock.h"

#include <QTest>

#include <chrono>

using namespace enlarger;
using infer::NetworkClock;

class NetworkClockTest : public QObject
{
    Q_OBJECT

    StopGate m_gate;
    NetworkClock::Clock::time_point m_now{};

    void tile(NetworkClock& clock, double work, double seconds)
    {
        using namespace std::chrono;
        m_now += hours(1); // of reading and writing
        clock.begin(m_now);
        m_now += duration_cast<NetworkClock::Clock::duration>(duration<double>(seconds));
        clock.end(work, m_now);
    }

private Q_SLOTS:
    void nothingIsLearntFromAnIcon()
    {
        NetworkClock none(m_gate);
        QVERIFY(!none.rate());
        NetworkClock one(m_gate);
        tile(one, 144.0, 0.5); // mostly warm-up
        QVERIFY(!one.rate());
        NetworkClock few(m_gate);
        for (int i = 0; i < 8; ++i)
            tile(few, 144.0, 0.1);
        QVERIFY(!few.rate());
    }

    void tilesThatLastTell()
    {
        NetworkClock clock(m_gate);
        tile(clock, 100.0, 2.0); // warms up
        tile(clock, 100.0, 0.5);
        tile(clock, 100.0, 0.5);
        QVERIFY(clock.rate());
        QCOMPARE(*clock.rate(), 200.0);
    }

    void oneLongTileTells()
    {
        NetworkClock clock(m_gate);
        tile(clock, 100.0, 5.0);
        QVERIFY(clock.rate());
        QCOMPARE(*clock.rate(), 20.0);
    }

    void waitingDoesNotCount()
    {
        struct SlowGate : Gate
        {
            void pass() override
            {
                const auto until = NetworkClock::Clock::now() + std::chrono::milliseconds(20);
                while (NetworkClock::Clock::now() < until) {
                }
            }
        } slow;
        NetworkClock clock(slow);
        const auto begin = NetworkClock::Clock::now();
        clock.begin(begin);
        clock.gate().pass();
        clock.end(1.0, begin + std::chrono::seconds(10));
        QVERIFY(clock.rate());
        QVERIFY(*clock.rate() > 1.0 / 9.981 && *clock.rate() < 1.0 / 9.0);
    }
};

QTEST_GUILESS_MAIN(NetworkClockTest)
#include "network_clock_test.moc"
