// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in the middle of a run.
#include "core/train/run/verdict.h"
#include "core/weights/weights.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace enlarger;
using namespace enlarger::train;

namespace {

/// Good samples, but not finite ones from number `first` on, `count` times.
class PoisonedSamples : public MadeSamples
{
public:
    PoisonedSamples(std::uint64_t first, std::uint64_t count)
        : m_first(first)
        , m_count(count)
    {}
    Result<Sample> sample(std::uint64_t number) const override
    {
        auto sample = MadeSamples::sample(number);
        if (number >= m_first && number < m_first + m_count && m_left-- > 0)
            sample->hr.at(0, 0, 0) = std::numeric_limits<float>::quiet_NaN();
        return sample;
    }

private:
    std::uint64_t m_first;
    std::uint64_t m_count;
    mutable std::atomic<int> m_left{12}; // reading them again after a rollback, they are well
};

/// Good samples, but from number `first` on the truth is black.
class DarkeningSamples : public MadeSamples
{
public:
    explicit DarkeningSamples(std::uint64_t first)
        : m_first(first)
    {}
    Result<Sample> sample(std::uint64_t number) const override
    {
        auto sample = MadeSamples::sample(number);
        if (number >= m_first) {
            Random random(1, number);
            sample->lr = picture(random, sample->hr.width() / 2);
            std::fill_n(sample->hr.data(), sample->hr.size(), 0.0F);
        }
        return sample;
    }

private:
    std::uint64_t m_first;
};

class FailingSamples : public MadeSamples
{
public:
    Result<Sample> sample(std::uint64_t number) const override
    {
        if (number == 9)
            return Error{ErrorKind::Io, "is gone", "photo-9.jpg", {}};
        return MadeSamples::sample(number);
    }
};

} // namespace

class TrainingSetbacksTest : public QObject, private MadeRuns
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void stepsThatAreNotFiniteAreSkipped()
    {
        Recipe recipe = tinyRecipe();
        Seen seen;
        const auto result = run(plan("poisoned", recipe), PoisonedSamples(24, 4), seen); // steps 12 and 13
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("was skipped"));
        QVERIFY(!seen.losses().contains(13));
        using Events = std::map<std::int64_t, double>;
        QVERIFY(seen.events(events::skipped) == (Events{{13, 1.0}, {14, 1.0}}));
        QVERIFY(seen.events(events::best).contains(10));
        const auto kept = stateOfRun(pathOf("poisoned"));
        QVERIFY(kept && std::ranges::count(
                            kept->history,
                            HistoryPoint{HistoryPoint::Kind::Event, 13, {{events::skipped, 1.0}}}) == 1);
        QVERIFY(torch::isfinite(tensorsAt("poisoned", 20).entries().front().second).all().item<bool>());
    }

    // Of both networks, their running statistics and their optimisers.
    void aSkippedStepChangesNothing()
    {
        Recipe recipe = tinyGan();
        recipe.discriminator.kind = nn::DiscriminatorKind::Srgan; // with batch normalisation
        recipe.run.checkpointEvery = 1;
        recipe.run.keepEvery = 1;
        Seen seen;
        const auto result = run(plan("unchanged", recipe), PoisonedSamples(24, 2), seen); // step 13
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("Step 13"));
        QVERIFY(areEqual(tensorsAt("unchanged", 12), tensorsAt("unchanged", 13)));
        QVERIFY(!torch::equal(*tensorsAt("unchanged", 13).find("discriminator.bn1.running_mean"),
                              *tensorsAt("unchanged", 14).find("discriminator.bn1.running_mean")));
    }

    void discriminatorsFromFiles()
    {
        Recipe recipe = tinyGan();
        recipe.schedule.steps = 2;
        recipe.optimiser.rate = 0.0;
        recipe.schedule.leastRate = 0.0;
        recipe.discriminator.rate = 0.0; // what a run begins with stays
        Seen seen;
        QVERIFY(run(plan("first", recipe), MadeSamples(), seen));
        Recipe second = recipe;
        second.run.seed = 2;
        second.discriminator.from = CheckpointFolder(pathOf("first")).fileOf(2).string();
        const auto result = run(plan("second", second), MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        const auto weightOf = [&](const char* name) {
            return *tensorsAt(name, 2).find("discriminator.conv1.weight_orig");
        };
        QVERIFY(torch::equal(weightOf("first"), weightOf("second")));
        second.discriminator.features = 8;
        const auto refused = run(plan("third", second), MadeSamples(), seen);
        QVERIFY(!refused);
        QVERIFY(refused.error().text().find("discriminator.features") != std::string::npos);
    }

    void manyBadStepsRollBack()
    {
        Recipe recipe = tinyRecipe();
        Seen seen;
        // Steps 13 to 17 are bad; read again, their samples are well.
        const auto result = run(plan("rolled-back", recipe), PoisonedSamples(24, 10), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("back to step 10"));
        const HistoryPoint back{HistoryPoint::Kind::RolledBack, 10, {}};
        QCOMPARE(std::ranges::count(seen.points, back), 1);
        const HistoryPoint marked{HistoryPoint::Kind::Event, 10, {{events::rolledBack, 17.0}}};
        QCOMPARE(std::ranges::count(seen.points, marked), 1);
        QCOMPARE(std::ranges::count(stateOfRun(pathOf("rolled-back"))->history, marked), 1);
        const auto isOfStepTen = [](const HistoryPoint& point) {
            return point.kind == HistoryPoint::Kind::Validation && point.step == 10;
        };
        QCOMPARE(std::ranges::count_if(seen.points, isOfStepTen), 1); // known already
        QCOMPARE(result->steps, std::int64_t(20));
        QVERIFY(std::abs(seen.points.back().values.count("psnr") - 1.0) < 1e-9);
        double last = 0.0;
        for (const HistoryPoint& point : seen.points)
            if (point.kind == HistoryPoint::Kind::Steps && point.step == 11)
                last = point.values.at("rate of G");
        Seen straight;
        QVERIFY(run(plan("not-rolled-back", recipe), MadeSamples(), straight));
        double normal = 0.0;
        for (const HistoryPoint& point : straight.points)
            if (point.kind == HistoryPoint::Kind::Steps && point.step == 11)
                normal = point.values.at("rate of G");
        QCOMPARE(last, normal / 2.0);
    }

    void aRunWithoutProgressEnds()
    {
        Recipe recipe = tinyRecipe();
        recipe.schedule.steps = 100;
        recipe.optimiser.rate = 0.0; // learns nothing
        recipe.schedule.leastRate = 0.0;
        recipe.run.validateEvery = 5;
        recipe.run.patience = 3;
        Seen seen;
        const auto result = run(plan("tired", recipe), MadeSamples(), seen);
        QVERIFY(result);
        QVERIFY(result->end == RunEnd::NoProgress);
        QCOMPARE(result->steps, std::int64_t(20));
    }

    // Twenty good steps and twenty that lead astray: what is kept, and told, is the network between.
    void aRunWithoutProgressKeepsItsBest()
    {
        Recipe recipe = tinyRecipe();
        recipe.schedule.steps = 1000;
        recipe.run.validateEvery = 20;
        recipe.run.patience = 1;
        Seen seen;
        const auto result = run(plan("astray", recipe), DarkeningSamples(40), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(result->end == RunEnd::NoProgress);
        QCOMPARE(result->steps, std::int64_t(40));
        QCOMPARE(result->validation == seen.validations().at(20), true);
        QVERIFY(result->validation.at("psnr") > seen.validations().at(40).at("psnr"));
        const auto kept = weights::readWeights(result->model);
        QVERIFY(kept);
        const auto best = tensorsAt("astray", 20);
        for (const auto& [name, tensor] : kept->tensors.entries())
            QVERIFY2(torch::equal(tensor, *best.find("average." + name)), name.c_str());

        // Where no step is a gain, it is the network that the run began with.
        RunPlan child = plan("astray-child", recipe);
        child.from = result->model;
        child.parent.name = "astray";
        const auto none = run(child, DarkeningSamples(0), seen);
        QVERIFY2(none, none ? "" : none.error().text().c_str());
        QVERIFY(none->end == RunEnd::NoProgress);
        QCOMPARE(none->validation == result->validation, true);
        const auto same = weights::readWeights(none->model);
        QVERIFY(same);
        QVERIFY(areEqual(same->tensors, kept->tensors));
    }

    // A step that is better by less than anyone sees is no reason for another network.
    void aRunThatGainsNothingKeepsItsStart()
    {
        Seen seen;
        const auto parent = run(plan("slow-parent", tinyRecipe()), MadeSamples(), seen);
        QVERIFY(parent);
        RunPlan child = plan("slow-child", tinyRecipe());
        child.recipe.optimiser.rate = 1e-7;
        child.recipe.run.patience = 5;
        child.recipe.run.keepLast = 1;
        child.from = parent->model;
        child.parent.name = "slow-parent";
        Seen slow;
        const auto result = run(child, MadeSamples(), slow);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->selectedStep, std::int64_t(0));
        QVERIFY(verdictOf(*result).kind == Verdict::Kind::Same);
        QCOMPARE(verdictOf(*result).photos, 2);
        const auto before = weights::readWeights(parent->model);
        const auto after = weights::readWeights(result->model);
        QVERIFY(before && after && areEqual(before->tensors, after->tensors));
        QVERIFY(verdictOf(*parent).against == "bicubic");
    }

    // A run that comes to its end keeps its best network too, where the recipe has a patience.
    void aRunThatGoesAstrayInTheEndKeepsItsBest()
    {
        Recipe recipe = tinyRecipe();
        recipe.schedule.steps = 40;
        recipe.run.validateEvery = 20;
        recipe.run.patience = 5;
        Seen seen;
        const auto result = run(plan("astray-late", recipe), DarkeningSamples(40), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(result->end == RunEnd::Finished);
        QCOMPARE(result->steps, std::int64_t(40));
        QCOMPARE(result->selectedStep, std::int64_t(20));
        QVERIFY(seen.wasTold("Step 20 did best"));
        QVERIFY(result->validation == seen.validations().at(20));
        QVERIFY(result->last == seen.validations().at(40));

        recipe.run.patience = 0;
        const auto last = run(plan("astray-last", recipe), DarkeningSamples(40), seen);
        QVERIFY(last);
        QCOMPARE(last->selectedStep, std::int64_t(40));
        QVERIFY(seen.wasTold("run.patience"));
    }

    void aLostPictureEndsTheRunByName()
    {
        Seen seen;
        const auto result = run(plan("lost", tinyRecipe()), FailingSamples(), seen);
        QVERIFY(!result);
        QCOMPARE(result.error().file.string(), std::string("photo-9.jpg"));
        QVERIFY(!tensorsAt("lost", 4).empty()); // the steps that were done are not lost
    }

    // The network is a small file: it may find room where the last checkpoint does not.
    void aFullDiskInTheEndCostsNoNetwork()
    {
        RunPlan one = plan("full-end", tinyRecipe());
        Seen seen;
        RunSinks sinks = seen.sinks();
        const std::filesystem::path obstacle = CheckpointFolder(one.folder).fileOf(20);
        sinks.progress = [&](std::int64_t step, std::int64_t, double) {
            if (step == 15)
                std::filesystem::create_directories(obstacle / "in the way");
        };
        StopGate gate;
        const auto result = runTraining(one, MadeSamples(), gate, {}, sinks);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->selectedStep, std::int64_t(20));
        QVERIFY(!result->isSaved);
        QVERIFY(seen.wasTold("checkpoint is missing"));
        QVERIFY(!seen.wasTold("did better") && !seen.wasTold("did best"));
        QVERIFY(weights::readWeights(result->model));
    }

    // What is in the way after a few steps must not stop what is learnt for hours.
    void aFullDiskIsToldAndTheRunGoesOn()
    {
        RunPlan one = plan("full", tinyRecipe());
        Seen seen;
        RunSinks sinks = seen.sinks();
        const std::filesystem::path obstacle = CheckpointFolder(one.folder).fileOf(10);
        sinks.progress = [&](std::int64_t step, std::int64_t, double) {
            if (step == 5)
                std::filesystem::create_directories(obstacle / "in the way");
        };
        StopGate gate;
        const auto result = runTraining(one, MadeSamples(), gate, {}, sinks);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("without this checkpoint"));
        const auto last = readCheckpoint(CheckpointFolder(one.folder).fileOf(20));
        QVERIFY(last);
        QCOMPARE(last->state.bestStep, std::int64_t(20)); // never the one that is not there
    }
};

QTEST_GUILESS_MAIN(TrainingSetbacksTest)
#include "training_setbacks_test.moc"
