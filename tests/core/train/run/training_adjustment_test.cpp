// SPDX-License-Identifier: GPL-3.0-or-later
// What may be asked of a run while it goes on.
#include "core/weights/weights.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::train;

namespace {

Recipe steadyRecipe() // of 6 steps at one rate
{
    Recipe recipe = tinyRecipe();
    recipe.schedule.steps = 6;
    recipe.schedule.warmUp = 0;
    recipe.schedule.kind = ScheduleKind::Constant;
    recipe.run.validateEvery = 3;
    return recipe;
}

} // namespace

class TrainingAdjustmentTest : public QObject, private MadeRuns
{
    Q_OBJECT

    // Runs with an adjustment that is asked for after so many steps.
    static Result<RunResult> runWith(const RunPlan& plan, Seen& seen, int after, const Adjustment& wanted)
    {
        RunSinks sinks = seen.sinks();
        int asked = 0;
        sinks.adjust = [&] { return asked++ == after ? wanted : Adjustment(); };
        StopGate gate;
        return runTraining(plan, MadeSamples(), gate, {}, sinks);
    }

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void theRateIsHalvedAndStaysSo()
    {
        RunPlan one = plan("halved", steadyRecipe());
        Seen seen;
        const auto result = runWith(one, seen, 3, {.rateFactor = 0.5});
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        std::map<std::int64_t, double> rates;
        for (const HistoryPoint& point : seen.points)
            if (point.kind == HistoryPoint::Kind::Steps)
                rates[point.step] = point.values.at("rate of G");
        QCOMPARE(rates.size(), std::size_t(6));
        for (const auto& [step, rate] : rates)
            QCOMPARE(rate, (step <= 3 ? 1.0 : 0.5) * rates.at(1));
        QVERIFY(seen.wasTold("0.5 times the rate from step 3"));
        QVERIFY(seen.events(events::rate) == (std::map<std::int64_t, double>{{3, 0.5}}));
        QVERIFY(result->card.log.find("0.5 times the rate from step 3") != std::string::npos);

        one.resume = true;
        one.changes = {"schedule.steps=8"};
        Seen more;
        QVERIFY(run(one, MadeSamples(), more));
        QVERIFY(more.events(events::resumed).contains(6));
        for (const HistoryPoint& point : more.points)
            if (point.kind == HistoryPoint::Kind::Steps)
                QCOMPARE(point.values.at("rate of G"), 0.5 * rates.at(1));
    }

    // It tells how long it stood still, and which checkpoints there are.
    void pausesAndCheckpointsAreTold()
    {
        Seen seen;
        RunSinks sinks = seen.sinks();
        int steps = 0;
        sinks.beforeStep = [&] { return ++steps == 3; };
        std::vector<std::int64_t> checkpoints;
        sinks.checkpointSaved = [&] { checkpoints = checkpointsIn(pathOf("paused")); };
        StopGate gate;
        const auto result = runTraining(plan("paused", steadyRecipe()), MadeSamples(), gate, {}, sinks);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        const auto pauses = seen.events(events::paused);
        QVERIFY(pauses.size() == 1 && pauses.contains(2) && pauses.at(2) >= 0.0);
        QVERIFY(!checkpoints.empty() && checkpoints.back() == 6);
        QVERIFY(checkpoints == checkpointsIn(pathOf("paused")));
        QVERIFY(checkpointsIn(pathOf("nothing")).empty());
    }

    void aRunOfStepsGoesOnLonger()
    {
        Seen seen;
        const auto result = runWith(plan("more", steadyRecipe()), seen, 4, {.moreSteps = 5});
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(result->end == RunEnd::Finished);
        QCOMPARE(result->steps, std::int64_t(11));
        QCOMPARE(result->recipe.schedule.steps, 11);
        QVERIFY(stateOfRun(pathOf("more"))->position == 1.0);
    }

    void aRunOfATimeGoesOnLonger()
    {
        RunPlan one = plan("longer", steadyRecipe());
        one.minutes = 0.01;
        Seen seen;
        const auto result = runWith(one, seen, 0, {.moreMinutes = 0.02});
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(*result->minutes, 0.03);
        QVERIFY(result->seconds >= 0.03 * 60.0);
    }

    void theNetworkCanBeTakenAfterAnyStep()
    {
        Seen seen;
        RunSinks sinks = seen.sinks();
        std::map<std::int64_t, bool> steps;
        sinks.afterStep = [&](std::int64_t step, bool isValidated, const NetworkWriter& write) {
            steps[step] |= isValidated;
            if (step == 2 || step == 6)
                QVERIFY(write(pathOf(QString("step-%1.safetensors").arg(step))));
        };
        StopGate gate;
        const auto result = runTraining(plan("taken", steadyRecipe()), MadeSamples(), gate, {}, sinks);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        const std::map<std::int64_t, bool> expected{{1, false}, {2, false}, {3, true},
                                                    {4, false}, {5, false}, {6, true}};
        QVERIFY(steps == expected);
        const auto early = weights::loadNetwork(pathOf("step-2.safetensors"));
        const auto late = weights::loadNetwork(pathOf("step-6.safetensors"));
        const auto kept = weights::loadNetwork(result->model);
        QVERIFY(early && late && kept);
        QVERIFY(areEqual(weights::stateDict(*late->network), weights::stateDict(*kept->network)));
        bool isOther = false;
        const weights::StateDict before = weights::stateDict(*early->network);
        const weights::StateDict after = weights::stateDict(*kept->network);
        for (const auto& [name, tensor] : before.entries())
            isOther |= !torch::equal(tensor, *after.find(name));
        QVERIFY(isOther);
    }
};

QTEST_GUILESS_MAIN(TrainingAdjustmentTest)
#include "training_adjustment_test.moc"
