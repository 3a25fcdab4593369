// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/measure_steps.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::train;

class MeasureStepsTest : public QObject, private MadeRuns
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void theGreatestBatchThatFits()
    {
        QCOMPARE(batchThatFits(16, 100.0, 10.0, 260.0), 16);
        QCOMPARE(batchThatFits(16, 100.0, 10.0, 259.0), 15);
        QCOMPARE(batchThatFits(16, 100.0, 10.0, 110.0), 1);
        QCOMPARE(batchThatFits(16, 100.0, 10.0, 109.0), 0);
        QCOMPARE(batchThatFits(16, 100.0, 0.0, 1000.0), 16);
    }

    void stepsOfEveryKindAreMeasured_data()
    {
        QTest::addColumn<bool>("isGan");
        QTest::newRow("without a discriminator") << false;
        QTest::newRow("with one that learns first") << true;
    }
    void stepsOfEveryKindAreMeasured()
    {
        QFETCH(bool, isGan);
        RunPlan one = plan("measured", isGan ? tinyGan() : tinyRecipe());
        one.recipe.discriminator.warmUp = isGan ? 1000 : 0;
        StopGate gate;
        const auto cost = measureSteps(one, MadeSamples(), gate);
        QVERIFY2(cost, cost ? "" : cost.error().text().c_str());
        QVERIFY(cost->seconds > 0.0 && cost->seconds < 60.0);
        QVERIFY(cost->memory >= 0 && cost->memory < cost->available);
        QVERIFY(cost->fits());
        QCOMPARE(cost->batch, one.recipe.data.batch);
        QVERIFY(!std::filesystem::exists(one.folder)); // nothing is left of it
    }

    // A batch of one is nothing that any discriminator minds.
    void everyBuiltInRecipeCanBeMeasured_data()
    {
        QTest::addColumn<QString>("name");
        for (const Recipe& recipe : builtInRecipes())
            QTest::newRow(recipe.name.c_str()) << QString::fromStdString(recipe.name);
    }
    void everyBuiltInRecipeCanBeMeasured()
    {
        QFETCH(QString, name);
        Recipe recipe = *findRecipe(name.toStdString());
        for (const char* setting : {"generator.features=4", "generator.growth=4", "generator.start=fresh",
                                    "discriminator.features=4", "loss.perceptual-weight=0",
                                    "loss.pixel-weight=1", "loss.target=truth", "data.batch=2"})
            QVERIFY2(setField(recipe, setting), setting);
        if (recipe.generator.architecture != nn::Architecture::Span) // which always has six
            recipe.generator.blocks = 1;
        StopGate gate;
        const auto cost = measureSteps(plan("measured", recipe), MadeSamples(recipe.data.crop), gate);
        QVERIFY2(cost, cost ? "" : cost.error().text().c_str());
        QVERIFY(cost->fits() && cost->seconds > 0.0);
    }

    void refusesAndCancels()
    {
        RunPlan one = plan("measured", tinyRecipe());
        std::stop_source stop;
        stop.request_stop();
        StopGate stopped(stop.get_token());
        const auto cancelled = measureSteps(one, MadeSamples(), stopped);
        QVERIFY(!cancelled && cancelled.error().kind == ErrorKind::Cancelled);
        one.recipe.generator.freeze = "nobody";
        StopGate gate;
        const auto refused = measureSteps(one, MadeSamples(), gate);
        QVERIFY(!refused && refused.error().text().find("generator.freeze") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(MeasureStepsTest)
#include "measure_steps_test.moc"
