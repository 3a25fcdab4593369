// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/progress_meter.h"

#include <QTest>
#include <vector>

using namespace enlarger;
using infer::ProgressMeter;

class ProgressMeterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warmUpIsLeftOut();
    void oneTile();
    void nobodyListens();
};

void ProgressMeterTest::warmUpIsLeftOut()
{
    std::vector<Progress> reports;
    const ProgressMeter::Clock::time_point begin{};
    ProgressMeter meter(
        4, 40.0, 8e6, 12.0, [&](const Progress& progress) { reports.push_back(progress); }, begin);
    QCOMPARE(reports.size(), std::size_t(1));
    QCOMPARE(reports[0].done, 0);
    QCOMPARE(reports[0].total, 4);
    QCOMPARE(reports[0].secondsLeft, 12.0); // the plan's word until something is measured

    meter.tileDone(10.0, begin + std::chrono::seconds(20)); // ten times as slow as the others
    meter.tileDone(10.0, begin + std::chrono::seconds(22));
    QCOMPARE(reports.back().done, 2);
    QCOMPARE(reports.back().secondsLeft, 4.0);
    QCOMPARE(reports.back().megapixelsPerSecond, 1.0); // 8 MP for 40, 5 a second
    QCOMPARE(meter.rate(begin + std::chrono::seconds(22)), 5.0);
    meter.tileDone(10.0, begin + std::chrono::seconds(24));
    meter.tileDone(10.0, begin + std::chrono::seconds(26));
    QCOMPARE(reports.back().done, 4);
    QCOMPARE(reports.back().secondsLeft, 0.0);
}

void ProgressMeterTest::oneTile()
{
    const ProgressMeter::Clock::time_point begin{};
    ProgressMeter meter(1, 10.0, 1e6, -1.0, {}, begin);
    meter.tileDone(10.0, begin + std::chrono::seconds(5));
    QCOMPARE(meter.rate(begin + std::chrono::seconds(5)), 2.0);
}

void ProgressMeterTest::nobodyListens()
{
    ProgressMeter meter(0, 0.0, 0.0, -1.0, {});
    QCOMPARE(meter.rate(), 0.0);
}

QTEST_GUILESS_MAIN(ProgressMeterTest)
#include "progress_meter_test.moc"
