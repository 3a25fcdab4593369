// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::train;

class TrainingRunTest : public QObject, private MadeRuns
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void lossFallsAndTheModelIsKept()
    {
        Recipe recipe = tinyRecipe();
        recipe.schedule.steps = 60;
        recipe.run.validateEvery = 30;
        Seen seen;
        const auto result = run(plan("falls", recipe), MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(result->end == RunEnd::Finished);
        QCOMPARE(result->steps, std::int64_t(60));
        const auto losses = seen.losses();
        QVERIFY2(losses.at(60) < 0.6 * losses.at(1), std::to_string(losses.at(60)).c_str());
        QCOMPARE(seen.strips.size(), std::size_t(2));
        for (const std::int64_t step : {30, 60})
            QCOMPARE(seen.strips.at(step).width(), 3 * 48 + 2 * 4); // bicubic, now, HR
        for (const char* name : {"psnr", "ssim", "drift", "sharpness"})
            QVERIFY2(result->validation.contains(name), name);
        const auto loaded = weights::loadNetwork(result->model);
        QVERIFY(loaded);
        QCOMPARE(loaded->network->spec().scale, 2);
        const weights::StateDict averaged = weights::stateDict(*loaded->network);
        const auto checkpoint = tensorsAt("falls", 60);
        for (const auto& [name, tensor] : averaged.entries())
            QVERIFY2(torch::equal(tensor, *checkpoint.find("average." + name)), name.c_str());
    }

    void aNetworkThatStandsStillIsAtItsStart_data()
    {
        QTest::addColumn<QString>("architecture");
        for (const char* architecture : {"RRDBNet", "SRResNet", "SPAN"}) // the second has running statistics
            QTest::newRow(architecture) << architecture;
    }
    void aNetworkThatStandsStillIsAtItsStart()
    {
        QFETCH(QString, architecture);
        RunPlan first = plan("of-" + architecture, tinyRecipe());
        if (architecture == "SPAN")
            first.recipe.generator.blocks = 6;
        QVERIFY(setField(first.recipe, "generator.architecture", architecture.toStdString()));
        Seen seen;
        const auto parent = run(first, MadeSamples(), seen);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        seen = {};
        RunPlan plan = this->plan("still-" + architecture, tinyCheckerboardFree());
        plan.recipe.optimiser.rate = 0.0;
        plan.recipe.schedule.leastRate = 0.0;
        plan.recipe.loss.weightOf(nn::PictureTerm::Colour) = 1.0;
        plan.from = parent->model;
        const auto result = run(plan, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        for (const HistoryPoint& point : seen.points)
            if (point.kind == HistoryPoint::Kind::Steps) {
                QCOMPARE(point.values.at("pixel"), 0.0);
                QVERIFY(point.values.at("colour") > 0.0); // those are to be the true picture's
            }
        const auto before = weights::loadNetwork(plan.from);
        const auto after = weights::loadNetwork(result->model);
        QVERIFY(before && after);
        QVERIFY(areEqual(weights::stateDict(*before->network), weights::stateDict(*after->network)));
    }

    void everyTermIsInTheHistory()
    {
        Seen seen;
        const auto result = run(plan("terms", tinyGan()), MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        for (const char* name : {"pixel", "gan", "perceptual", "colour", "weave", "total", "discriminator",
                                 "D(real)", "D(fake)", "gradient of G", "gradient of D", "rate of G",
                                 "rate of D", "seconds per step", "share of waiting"})
            QVERIFY2(seen.points.front().values.contains(name), name);
        const auto& values = seen.points.front().values;
        const double total = values.at("pixel") + 0.05 * values.at("gan") + 0.1 * values.at("perceptual") +
                             0.1 * values.at("colour") + 0.2 * values.at("weave");
        QVERIFY(std::abs(values.at("total") - total) < 1e-5);
    }

    // Two micro-batches of 2 are one of 4: the mean of means.
    void accumulationIsALargerBatch()
    {
        Recipe recipe = tinyRecipe();
        recipe.data.batch = 4;
        Seen seen;
        QVERIFY(run(plan("batch", recipe), MadeSamples(), seen));
        recipe.data.batch = 2;
        recipe.optimiser.accumulate = 2;
        QVERIFY(run(plan("accumulated", recipe), MadeSamples(), seen));
        const auto a = tensorsAt("batch", 20);
        const auto b = tensorsAt("accumulated", 20);
        for (const auto& [name, tensor] : a.entries())
            if (name.starts_with("generator."))
                QVERIFY2(torch::allclose(tensor, *b.find(name), 1e-3, 1e-4), name.c_str());
    }

    void frozenLayersStay()
    {
        Recipe recipe = tinyRecipe();
        Seen seen;
        const auto parent = run(plan("parent", recipe), MadeSamples(), seen);
        QVERIFY(parent);
        recipe.generator.freeze = "conv_first,body.0.rdb2";
        RunPlan child = plan("child", recipe);
        child.from = parent->model;
        child.parent.name = "parent";
        const auto result = run(child, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->card.ancestry, std::string("parent"));
        const auto before = weights::readWeights(parent->model);
        const auto after = weights::readWeights(result->model);
        QVERIFY(before && after);
        for (const auto& [name, tensor] : before->tensors.entries()) {
            const bool frozen = name.starts_with("conv_first") || name.starts_with("body.0.rdb2");
            QVERIFY2(torch::equal(tensor, *after->tensors.find(name)) == frozen, name.c_str());
        }
    }

    void frozenStatisticsStay()
    {
        Recipe recipe = tinyRecipe();
        recipe.generator.architecture = nn::Architecture::SrResNet;
        Seen seen;
        const auto parent = run(plan("normed", recipe), MadeSamples(), seen);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        const auto before = weights::readWeights(parent->model);
        QVERIFY(before);
        std::set<std::string> parts; // that have running statistics
        for (const auto& [name, tensor] : before->tensors.entries())
            if (const auto end = name.find(".running_mean"); end != std::string::npos)
                parts.insert(name.substr(0, end));
        QVERIFY(parts.size() >= 2);
        recipe.generator.freeze = *parts.begin();
        RunPlan child = plan("frozen-norm", recipe);
        child.from = parent->model;
        const auto result = run(child, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        const auto after = weights::readWeights(result->model);
        QVERIFY(after);
        for (const std::string& part : parts) {
            const std::string name = part + ".running_mean";
            QCOMPARE(torch::equal(*before->tensors.find(name), *after->tensors.find(name)),
                     part == *parts.begin());
        }
    }

    // What the list of fields offers, the trainer must know.
    void everyWordCanBeTrainedWith_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("word");
        const QStringList keys{
            "generator.architecture", "generator.upsampling", "discriminator.kind", "loss.pixel", "loss.gan",
            "schedule.kind"};
        qsizetype known = 0;
        for (const RecipeField& field : fieldsOf(Recipe{})) {
            const QString key = QString::fromStdString(field.key);
            if (!keys.contains(key))
                continue;
            const QStringList words = QString::fromStdString(field.range).split(", ");
            QVERIFY2(words.size() >= 2, field.key.c_str());
            for (const QString& word : words)
                QTest::newRow(qPrintable(key + "=" + word)) << key << word;
            ++known;
        }
        QCOMPARE(known, keys.size());
    }
    void everyWordCanBeTrainedWith()
    {
        QFETCH(QString, key);
        QFETCH(QString, word);
        Recipe recipe = tinyRecipe();
        recipe.generator.scale = 4;
        recipe.schedule.steps = 1;
        recipe.schedule.milestones = {0.5};
        if (word == "SPAN")
            recipe.generator.blocks = 6; // it has no other
        if (key == "generator.upsampling")
            recipe.generator.architecture = nn::Architecture::SrResNet;
        if (key == "loss.gan" || (key == "discriminator.kind" && word != "none")) {
            recipe.discriminator.kind = nn::DiscriminatorKind::UnetSn;
            recipe.discriminator.features = 4;
            recipe.loss.ganWeight = 0.1;
        }
        recipe.data.crop = word == "vgg-256" ? 256 : word == "vgg-128" ? 128 : 32;
        QVERIFY(setField(recipe, key.toStdString(), word.toStdString()));
        const Status fits = check(recipe);
        QVERIFY2(fits, fits ? "" : fits.error().text().c_str());
        Seen seen;
        const auto result = run(plan("word-" + word, recipe), MadeSamples(recipe.data.crop), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->steps, std::int64_t(1));
    }

    void whatCannotWorkIsSaidBeforeTheFirstStep()
    {
        Seen seen;
        Recipe recipe = tinyRecipe();
        recipe.generator.start = GeneratorStart::Trained;
        auto result = run(plan("a", recipe), MadeSamples(), seen);
        QVERIFY(!result);
        QVERIFY(result.error().text().find("--from") != std::string::npos);

        recipe = tinyRecipe();
        recipe.loss.perceptualWeight = 1.0; // VGG19, which is not there
        result = run(plan("b", recipe), MadeSamples(), seen);
        QVERIFY(!result);
        QVERIFY(result.error().text().find("VGG19") != std::string::npos);

        for (const auto& [freeze, said] :
             {std::pair("nonsense", "conv_first"), std::pair("conv,body", "nothing")}) {
            recipe = tinyRecipe();
            recipe.generator.freeze = freeze;
            result = run(plan(freeze, recipe), MadeSamples(), seen);
            QVERIFY(!result);
            QVERIFY2(result.error().text().find(said) != std::string::npos, result.error().text().c_str());
        }

        recipe = tinyRecipe();
        recipe.generator.scale = 3; // RRDBNet has none
        recipe.data.crop = 48;
        result = run(plan("three", recipe), MadeSamples(), seen);
        QVERIFY(!result);
        QVERIFY2(result.error().text().find("generator.scale") != std::string::npos,
                 result.error().text().c_str());

        recipe = tinyRecipe();
        recipe.data.crop = 34; // x2 begins with an unshuffle
        result = run(plan("odd", recipe), MadeSamples(34), seen);
        QVERIFY(!result);
        QVERIFY2(result.error().text().find("data.crop=36") != std::string::npos,
                 result.error().text().c_str());

        RunPlan again = plan("falls", tinyRecipe());
        result = run(again, MadeSamples(), seen);
        QVERIFY(!result);
        QVERIFY(result.error().text().find("already") != std::string::npos);

        RunPlan missing = plan("nothing", tinyRecipe());
        missing.resume = true;
        QVERIFY(!run(missing, MadeSamples(), seen));
        QVERIFY(seen.points.empty());
    }
};

QTEST_GUILESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
