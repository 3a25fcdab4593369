// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_set.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace enlarger;
using namespace enlarger::ui;
using train::HistoryPoint;

class CurveSetTest : public QObject
{
    Q_OBJECT

private:
    static HistoryPoint point(std::int64_t step, double total)
    {
        return {HistoryPoint::Kind::Steps, step, {{"total", total}}};
    }

private Q_SLOTS:
    // By hand: 0.5 m + 0.5 x, divided by 1 - 0.5^n.
    void smoothsWithoutBias()
    {
        CurveSet set;
        set.setSmoothing(0.5);
        set.append(std::vector{point(1, 4.0), point(2, 2.0), point(3, 1.0)});
        const Curve* total = set.find("total");
        QVERIFY(total && !set.find("psnr"));
        QCOMPARE(total->smooth[0], 4.0);
        QCOMPARE(total->smooth[1], (0.25 * 4.0 + 0.5 * 2.0) / 0.75);
        QCOMPARE(total->smooth[2], (0.125 * 4.0 + 0.25 * 2.0 + 0.5 * 1.0) / 0.875);
        QCOMPARE(total->values, (std::vector{4.0, 2.0, 1.0}));
        QCOMPARE(set.lastStep(), 3.0);
        set.setSmoothing(0.0);
        QCOMPARE(set.find("total")->smooth, total->values);
    }

    void aValueThatIsNotFiniteSpoilsNoneAfterIt()
    {
        CurveSet set;
        set.setSmoothing(0.9);
        set.append(
            std::vector{point(1, 1.0), point(2, std::numeric_limits<double>::quiet_NaN()), point(3, 1.0)});
        QVERIFY(std::abs(set.find("total")->smooth.back() - 1.0) < 1e-12);
    }

    void validationsAreShownAsMeasured()
    {
        CurveSet set;
        set.setSmoothing(0.9);
        set.append(std::vector<HistoryPoint>{{HistoryPoint::Kind::Validation, 10, {{"psnr", 30.0}}},
                                             {HistoryPoint::Kind::Validation, 20, {{"psnr", 31.0}}}});
        QCOMPARE(set.find("psnr")->smooth, (std::vector{30.0, 31.0}));
        set.clear();
        QVERIFY(set.curves().empty());
    }

    void marksWhatHappened()
    {
        using Kind = CurveMark::Kind;
        CurveSet set;
        set.append(std::vector<HistoryPoint>{{HistoryPoint::Kind::Validation, 10, {{"psnr", 30.0}}},
                                             {HistoryPoint::Kind::Validation, 20, {{"psnr", 31.0}}}});
        QCOMPARE(set.bestStep(), std::optional(20.0)); // of an earlier version's history
        const auto event = [&](std::int64_t step, const char* name, double value) {
            set.append(std::vector<HistoryPoint>{{HistoryPoint::Kind::Event, step, {{name, value}}}});
        };
        event(10, train::events::best, 0.2);
        event(12, train::events::skipped, 3.0);
        event(14, train::events::rate, 0.5);
        event(16, train::events::paused, 90.0);
        event(18, train::events::rolledBack, 23.0);
        event(20, "of a later version", 1.0);
        QVERIFY(set.setCheckpoints({10, 20}));
        QVERIFY(!set.setCheckpoints({10, 20}));
        QCOMPARE(set.bestStep(), std::optional(10.0));
        QStringList words;
        std::vector<double> steps;
        for (const CurveMark& mark : set.marks()) {
            words += mark.text();
            steps.push_back(mark.step);
        }
        QCOMPARE(steps, (std::vector{10.0, 20.0, 18.0, 12.0, 16.0, 14.0}));
        QCOMPARE(
            words.join(QLatin1String("; ")),
            QStringLiteral("Checkpoint; Checkpoint; Back from step 23, at half the rate; 3 steps skipped: "
                           "not finite; Paused for 1 min 30 s; Learning rate × 0.5"));
        QVERIFY(set.marks()[1].kind == Kind::Checkpoint);
        QVERIFY(!set.find(train::events::rate)); // no curve
        set.clear();
        QVERIFY(set.marks().empty() && !set.bestStep());
    }

    void everyCurveHasItsPlace()
    {
        using Plot = CurvePlace::Plot;
        QCOMPARE(placeOf("total").plot, Plot::Losses);
        QCOMPARE(placeOf("psnr").plot, Plot::Validation);
        QVERIFY(!placeOf("psnr").onRight && placeOf("lpips").onRight); // of other sizes
        QCOMPARE(placeOf("D(real)").plot, Plot::Course);
        QCOMPARE(placeOf("pixel").plot, Plot::Losses); // a term of the loss
        QCOMPARE(placeOf("pixel").title, QStringLiteral("pixel"));
        QCOMPARE(placeOf("lpips of Set5").plot, Plot::Validation);
        QVERIFY(placeOf("lpips of Set5").onRight);
        QCOMPARE(placeOf("psnr of Set5").title, placeOf("psnr").title + QStringLiteral(", Set5"));
    }
};

QTEST_GUILESS_MAIN(CurveSetTest)
#include "curve_set_test.moc"
