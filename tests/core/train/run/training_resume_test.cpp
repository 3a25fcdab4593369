// SPDX-License-Identifier: GPL-3.0-or-later
// How a run is kept, and goes on.
#include "core/train/run/run_network.h"
#include "core/weights/weights.h"
#include "tests/core/train/run/made_runs.h"

#include <QScopeGuard>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace enlarger;
using namespace enlarger::train;

namespace {

class OtherSamples : public MadeSamples
{
public:
    std::string summary() const override { return "other samples"; }
};

} // namespace

class TrainingResumeTest : public QObject, private MadeRuns
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        Seen seen;
        QVERIFY(run(plan("parent", tinyRecipe()), MadeSamples(), seen));
    }

    void resumeIsExact_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"psnr", "gan", "checkerboard-free", "kernels"})
            QTest::newRow(kind) << kind;
    }
    void resumeIsExact()
    {
        QFETCH(QString, kind);
        RunPlan begun = plan(kind + "-straight", kind == "gan" ? tinyGan() : tinyRecipe());
        if (kind == "checkerboard-free") {
            begun.recipe = tinyCheckerboardFree();
            begun.from = pathOf("parent") / "model.safetensors";
        }
        if (kind == "kernels") { // large enough for them, on threads
            begun.recipe.generator.features = begun.recipe.generator.growth = 16;
            begun.recipe.data.crop = 64;
            torch::set_num_threads(2);
        }
        const auto oneThread = qScopeGuard([] { torch::set_num_threads(1); });
        const MadeSamples samples(begun.recipe.data.crop);
        Seen whole;
        const auto straight = run(begun, samples, whole);
        QVERIFY2(straight, straight ? "" : straight.error().text().c_str());

        // The same run, stopped after 10 steps.
        Seen first;
        std::stop_source stop;
        RunSinks sinks = first.sinks();
        sinks.progress = [&](std::int64_t step, std::int64_t, double) {
            if (step == 10)
                stop.request_stop();
        };
        RunPlan half = plan(kind + "-half", begun.recipe);
        half.from = begun.from;
        StopGate gate;
        const auto stopped = runTraining(half, samples, gate, stop.get_token(), sinks);
        QVERIFY(stopped);
        QVERIFY(stopped->end == RunEnd::Stopped);
        QCOMPARE(stopped->steps, std::int64_t(10));
        half.resume = true;
        half.recipe = Recipe{}; // the run has its own
        half.from.clear();      // and what it began with
        Seen second;
        const auto resumed = run(half, samples, second);
        QVERIFY2(resumed, resumed ? "" : resumed.error().text().c_str());
        QCOMPARE(resumed->steps, std::int64_t(20));

        QVERIFY(areEqual(tensorsAt(kind + "-straight", 20), tensorsAt(kind + "-half", 20)));
        auto losses = first.losses();
        losses.merge(second.losses());
        QCOMPARE(losses == whole.losses(), true);
    }

    // More steps stretch the schedule; what a run learns stays.
    void aRunGoesOnWithOtherFields()
    {
        RunPlan one = plan("changed", tinyRecipe());
        Seen seen;
        QVERIFY(run(one, MadeSamples(), seen));
        one.resume = true;
        one.changes = {"loss.pixel-weight=2"};
        const auto refused = run(one, MadeSamples(), seen);
        QVERIFY(!refused && refused.error().what == "a run that goes on keeps its loss.pixel-weight");
        one.changes = {"schedule.steps=40", "data.batch=4", "optimiser.rate=5e-4", "schedule.kind=constant"};
        Seen more;
        const auto result = run(one, MadeSamples(), more);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->steps, std::int64_t(40));
        QVERIFY(more.points.front().values.contains(events::resumed));
        const auto first = std::ranges::find(more.points, HistoryPoint::Kind::Steps, &HistoryPoint::kind);
        QVERIFY(first != more.points.end());
        QCOMPARE(first->values.at("rate of G"), 5e-4);
        QVERIFY(result->card.log.ends_with("schedule.kind=constant from step 20"));
        const auto state = stateOfRun(one.folder);
        QVERIFY(state && state->recipe.data.batch == 4 && state->changes.size() == 1);
        QCOMPARE(state->position, 1.0);
    }

    void aRunHasANetworkAtAnyTime()
    {
        RunPlan one = plan("network", tinyRecipe());
        Seen seen;
        const auto result = run(one, MadeSamples(), seen);
        QVERIFY(result);
        const auto kept = networkOfRun(one.folder, "other");
        QVERIFY(kept && *kept == result->model);
        QCOMPARE(weights::readWeights(*kept)->metadata.at(cards::cardKey), cards::toJson(result->card));
        std::filesystem::remove(result->model); // as if it had been killed
        const auto made = networkOfRun(one.folder, "other");
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        const auto read = weights::readWeights(*made);
        QVERIFY(read && read->tensors.size() > 0);
        for (const auto& [name, tensor] : read->tensors.entries())
            QVERIFY(torch::equal(tensor, *tensorsAt("network", 20).find("average." + name)));
        const auto card = cards::cardFromJson(read->metadata.at(cards::cardKey));
        QVERIFY(card && card->name == "other" && card->recipe == "psnr, 20 steps");
        QVERIFY(!networkOfRun(one.folder / "nothing", "other"));
    }

    // The first pictures are of the network that the run began with, also after a resume.
    void theBaseIsRemembered()
    {
        Recipe recipe = tinyRecipe();
        RunPlan child = plan("base", recipe);
        child.from = pathOf("parent") / "model.safetensors";
        Seen first;
        QVERIFY(run(child, MadeSamples(), first));
        std::filesystem::remove(CheckpointFolder(child.folder).fileOf(20));
        child.resume = true;
        child.from.clear();
        Seen second;
        QVERIFY(run(child, MadeSamples(), second));
        const image::Image& before = first.strips.at(20);
        const image::Image& after = second.strips.at(20);
        QCOMPARE(after.width(), before.width());
        float largest = 0.0F;
        for (std::size_t i = 0; i < after.size(); ++i)
            largest = std::max(largest, std::abs(after.data()[i] - before.data()[i]));
        QVERIFY2(largest < 1e-3F, std::to_string(largest).c_str()); // fp16's rounding
    }

    void aRunsRecipeIsInItsCheckpoints()
    {
        Recipe recipe = tinyRecipe();
        recipe.degradation.photo.blurChance = 0.25;
        const RunPlan one = plan("recipe", recipe);
        Seen seen;
        QVERIFY(run(one, MadeSamples(), seen));
        const CheckpointFolder folder(one.folder);
        for (int i = 0; i < 2; ++i) {
            const auto found = stateOfRun(one.folder);
            QVERIFY(found);
            QCOMPARE(toJson(found->recipe), toJson(recipe));
            std::filesystem::resize_file(folder.fileOf(20), 5000); // then the one before tells
        }
        QVERIFY(!stateOfRun(one.folder / "nothing"));
    }

    void oldCheckpointsGo()
    {
        Recipe recipe = tinyRecipe();
        recipe.run.checkpointEvery = 2;
        recipe.run.validateEvery = 1000;
        recipe.run.keepLast = 2;
        recipe.run.keepEvery = 8;
        Seen seen;
        RunPlan one = plan("kept", recipe);
        QVERIFY(run(one, MadeSamples(), seen));
        QCOMPARE(CheckpointFolder(one.folder).steps(), (std::set<std::int64_t>{8, 16, 18, 20}));
    }

    // Those that stay for good need not be multiples of the others.
    void everyKthStays()
    {
        Recipe recipe = tinyRecipe();
        recipe.run.checkpointEvery = 4;
        recipe.run.validateEvery = 1000;
        recipe.run.keepLast = 1;
        recipe.run.keepEvery = 6;
        Seen seen;
        RunPlan one = plan("every", recipe);
        QVERIFY(run(one, MadeSamples(), seen));
        QCOMPARE(CheckpointFolder(one.folder).steps(), (std::set<std::int64_t>{6, 12, 18, 20}));
    }

    // What was the best on some pictures need not be so on others.
    void otherPicturesAreValidatedAnew()
    {
        const auto bestAfter = [&](const QString& name, const SampleSource& source, Seen& seen) {
            RunPlan one = plan(name, tinyRecipe());
            Seen before;
            const auto begun = run(one, MadeSamples(), before);
            const CheckpointFolder folder(one.folder);
            std::filesystem::remove(folder.fileOf(20));
            auto checkpoint = readCheckpoint(folder.fileOf(10));
            if (!begun || !checkpoint)
                return std::int64_t(-2);
            checkpoint->state.bestMetric = 59.0; // dB: not to be reached again
            if (!folder.saveAndPrune(*checkpoint))
                return std::int64_t(-3);
            one.resume = true;
            if (!run(one, source, seen))
                return std::int64_t(-4);
            const auto last = readCheckpoint(folder.fileOf(20));
            return last ? last->state.bestStep : -5;
        };
        Seen same;
        QCOMPARE(bestAfter("same-pictures", MadeSamples(), same), std::int64_t(10));
        QVERIFY(!same.wasTold("starts again"));
        Seen other;
        QCOMPARE(bestAfter("other-pictures", OtherSamples(), other), std::int64_t(20));
        QVERIFY(other.wasTold("starts again"));
    }

    void aFinishedRunIsNotValidatedAgain()
    {
        Recipe recipe = tinyRecipe();
        recipe.run.validateEvery = 7;
        RunPlan one = plan("finished", recipe);
        Seen first;
        QVERIFY(run(one, MadeSamples(), first));
        QVERIFY(first.validations().contains(20));
        one.resume = true;
        Seen second;
        const auto result = run(one, MadeSamples(), second);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(second.points.empty());
        QCOMPARE(result->validation == first.validations().at(20), true);
    }

    void aDamagedCheckpointIsPassedOver()
    {
        Seen seen;
        RunPlan one = plan("damaged", tinyRecipe());
        QVERIFY(run(one, MadeSamples(), seen));
        const CheckpointFolder folder(one.folder);
        std::filesystem::resize_file(folder.fileOf(20), 5000);
        one.resume = true;
        const auto result = run(one, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("The one before it is used"));
        QCOMPARE(result->steps, std::int64_t(20));
    }

    void aDamagedNewerCheckpointPushesNoGoodOneOut()
    {
        Recipe recipe = tinyRecipe();
        recipe.run.keepLast = 1;
        RunPlan one = plan("behind", recipe);
        Seen seen;
        QVERIFY(run(one, MadeSamples(), seen));
        const CheckpointFolder folder(one.folder);
        auto checkpoint = readCheckpoint(folder.fileOf(20));
        QVERIFY(checkpoint);
        checkpoint->state.step = 15; // gone back behind a damaged one
        checkpoint->state.bestStep = -1;
        QVERIFY(folder.saveAndPrune(*checkpoint));
        QVERIFY(folder.steps().contains(15));
    }

    void countersOfBatchNormGoOn()
    {
        Recipe recipe = tinyGan();
        recipe.discriminator.kind = nn::DiscriminatorKind::Srgan;
        RunPlan one = plan("counters", recipe);
        Seen seen;
        QVERIFY(run(one, MadeSamples(), seen));
        const std::string counter = "discriminator.bn1.num_batches_tracked";
        const weights::StateDict straight = tensorsAt("counters", 20);
        QVERIFY(straight.has(counter));
        std::filesystem::remove(CheckpointFolder(one.folder).fileOf(20));
        one.resume = true;
        QVERIFY(run(one, MadeSamples(), seen));
        QVERIFY(torch::equal(*tensorsAt("counters", 20).find(counter), *straight.find(counter)));
    }

    void poisonedStatesAreNotWritten()
    {
        Checkpoint checkpoint;
        checkpoint.state.recipe = tinyRecipe();
        checkpoint.tensors.add("generator.x", torch::tensor({1.0F, std::numeric_limits<float>::infinity()}));
        const std::filesystem::path file = pathOf("poison.safetensors");
        const Status status = writeCheckpoint(file, checkpoint);
        QVERIFY(!status);
        QVERIFY(status.error().text().find("generator.x") != std::string::npos);
        QVERIFY(!std::filesystem::exists(file));
    }
};

QTEST_GUILESS_MAIN(TrainingResumeTest)
#include "training_resume_test.moc"
