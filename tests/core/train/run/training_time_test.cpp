// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of a length in time.
#include "core/train/run/cadence.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::train;

class TrainingTimeTest : public QObject, private MadeRuns
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void fiveValidationsInATime()
    {
        Cadence cadence(8.0, 0.0);
        int validations = 0;
        for (double seconds = 10.0; seconds <= 480.0; seconds += 10.0)
            if (cadence.isValidationDue(seconds)) {
                ++validations;
                cadence.validated(seconds);
            }
        QCOMPARE(validations, 5);
        QVERIFY(!Cadence(8.0, 100.0).isValidationDue(110.0)); // it goes on within a fifth
        QVERIFY(Cadence(8.0, 90.0).isValidationDue(100.0));
        QVERIFY(!Cadence({}, 0.0).isValidationDue(1e6)); // a run by steps
    }

    void checkpointsFollowTheirCost()
    {
        Cadence cadence({}, 100.0);
        QVERIFY(!cadence.isCheckpointDue(160.0) && cadence.isCheckpointDue(161.0));
        cadence.saved(161.0, 0.1);
        QVERIFY(!cadence.isCheckpointDue(220.0) && cadence.isCheckpointDue(222.0));
        cadence.saved(222.0, 2.0); // a large network
        QVERIFY(!cadence.isCheckpointDue(421.0) && cadence.isCheckpointDue(423.0));
        cadence.saved(423.0, 60.0);
        QVERIFY(!cadence.isCheckpointDue(1022.0) && cadence.isCheckpointDue(1024.0));
    }

    void twoStepsAreTimedAfterTheFirst()
    {
        StepTimer timer;
        QVERIFY(!timer.add(9.0) && !timer.add(1.0));
        QCOMPARE(*timer.add(2.0), 1.5);
        QVERIFY(!timer.add(1.0));
    }

    void aRunOfATimeIsValidatedAndWarmsUpByItsShare()
    {
        RunPlan one = plan("timed", tinyRecipe());
        one.minutes = 0.03;
        one.recipe.schedule.steps = 1'000'000;
        one.recipe.schedule.warmUp = 100; // a ten-thousandth
        one.recipe.schedule.kind = ScheduleKind::Constant;
        one.recipe.run.validateEvery = one.recipe.run.checkpointEvery = 1'000'000;
        Seen seen;
        const auto result = run(one, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.validations().size() >= 2); // five, but where a step lasts longer than a fifth
        QVERIFY(seen.wasTold("steps fit into 0.03 minutes; the recipe is made for 1000000"));
        std::map<std::int64_t, double> rates;
        for (const HistoryPoint& point : seen.points)
            if (point.kind == HistoryPoint::Kind::Steps)
                rates[point.step] = point.values.at("rate of G");
        QCOMPARE(rates.at(1), 1e-3 / 100.0); // the pace is not known yet
        for (auto rate = rates.upper_bound(1); rate != rates.end(); ++rate)
            QCOMPARE(rate->second, 1e-3);

        one.resume = true; // and not told again
        one.minutes = 0.05;
        Seen more;
        QVERIFY(run(one, MadeSamples(), more));
        QVERIFY(!more.wasTold("steps fit"));
    }

    void batchesAreSmallerWhereFewStepsFit()
    {
        const auto isFit = [](const Fit& fit, int batch, double steps) {
            return fit.batch == batch && std::abs(fit.steps - steps) < 1e-9;
        };
        QVERIFY(isFit(fitted(4, 150.0), 4, 150.0));
        QVERIFY(isFit(fitted(4, 149.0), 2, 298.0));
        QVERIFY(isFit(fitted(16, 20.0), 2, 160.0));
        QVERIFY(isFit(fitted(4, 40.0), 1, 160.0));
        QVERIFY(isFit(fitted(16, 40.0), 4, 160.0));
        QVERIFY(isFit(fitted(8, 1.0), 1, 8.0));
        QVERIFY(isFit(fitted(3, 1.0), 1, 2.0));
    }

    void aBatchThatWasAskedForStays()
    {
        RunPlan one = plan("asked-for", tinyRecipe());
        one.minutes = 0.005;
        one.recipe.data.batch = 8;
        one.maySmallerBatches = false;
        Seen seen;
        const auto result = run(one, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->recipe.data.batch, 8);
        QVERIFY(!seen.wasTold("in place of"));
    }
};

QTEST_GUILESS_MAIN(TrainingTimeTest)
#include "training_time_test.moc"
