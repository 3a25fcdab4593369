// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/checkpoint.h"
#include "core/train/trainer.h"
#include "core/weights/weights.h"
#include "tests/core/train/made_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <limits>

using namespace enlarger;
using namespace enlarger::train;

namespace {

/// What a test sees of a run.
struct Seen
{
    std::vector<HistoryPoint> points;
    std::vector<std::string> notices;
    std::vector<std::int64_t> strips;
    int stripWidth = 0;

    RunSinks sinks()
    {
        RunSinks sinks;
        sinks.history = [this](const HistoryPoint& point) { points.push_back(point); };
        sinks.notice = [this](const std::string& text) { notices.push_back(text); };
        sinks.strip = [this](std::int64_t step, const image::Image& strip) {
            strips.push_back(step);
            stripWidth = strip.width();
        };
        return sinks;
    }
    /// The losses of the steps, by step.
    std::map<std::int64_t, double> losses() const
    {
        std::map<std::int64_t, double> result;
        for (const HistoryPoint& point : points)
            if (point.kind == HistoryPoint::Kind::Steps)
                result[point.step] = point.values.at("total");
        return result;
    }
    /// What validations gave, by step.
    std::map<std::int64_t, std::map<std::string, double>> validations() const
    {
        std::map<std::int64_t, std::map<std::string, double>> result;
        for (const HistoryPoint& point : points)
            if (point.kind == HistoryPoint::Kind::Validation)
                result[point.step] = point.values;
        return result;
    }
    bool wasTold(const std::string& part) const
    {
        return std::any_of(notices.begin(), notices.end(),
                           [&](const std::string& text) { return text.find(part) != std::string::npos; });
    }
};

infer::Device cpu()
{
    return *infer::findDevice("cpu");
}

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

Recipe tinyGan()
{
    Recipe recipe = tinyRecipe();
    recipe.name = "tiny-gan";
    recipe.discriminator.kind = "unet";
    recipe.discriminator.features = 4;
    recipe.loss.gan = "relativistic";
    recipe.loss.ganWeight = 0.05;
    recipe.loss.perceptual = "laplacian";
    recipe.loss.perceptualWeight = 0.1;
    recipe.loss.colourWeight = 0.1;
    recipe.loss.weaveWeight = 0.2;
    return recipe;
}

/// From a trained network, of which all but its weave is to stay.
Recipe tinyCalm()
{
    Recipe recipe = tinyRecipe();
    recipe.generator.start = "trained";
    recipe.loss.target = "start";
    recipe.loss.weaveWeight = 5.0;
    return recipe;
}

} // namespace

class TrainingRunTest : public QObject
{
    Q_OBJECT

private:
    RunPlan plan(const QString& name, const Recipe& recipe) const
    {
        RunPlan plan;
        plan.recipe = recipe;
        plan.folder = m_folder.filePath(name).toStdString();
        plan.name = name.toStdString();
        plan.device = cpu();
        return plan;
    }
    static Result<RunResult> run(const RunPlan& plan, const SampleSource& source, Seen& seen,
                                 const std::stop_token& stop = {})
    {
        StopGate gate;
        return runTraining(plan, source, gate, stop, seen.sinks());
    }
    /// All tensors of a run's checkpoint at a step.
    weights::StateDict tensorsAt(const QString& name, std::int64_t step) const
    {
        const CheckpointFolder folder(std::filesystem::path(m_folder.filePath(name).toStdString()));
        auto checkpoint = readCheckpoint(folder.fileOf(step));
        return checkpoint ? checkpoint->tensors : weights::StateDict{};
    }
    static bool areEqual(const weights::StateDict& a, const weights::StateDict& b)
    {
        if (a.empty() || a.size() != b.size())
            return false;
        for (const auto& [name, tensor] : a.entries())
            if (!b.find(name) || !torch::equal(tensor, *b.find(name))) {
                qWarning("%s differs", name.c_str());
                return false;
            }
        return true;
    }

    QTemporaryDir m_folder;

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
        QCOMPARE(seen.strips, (std::vector<std::int64_t>{30, 60}));
        QCOMPARE(seen.stripWidth, 4 * 48 + 3 * 4);
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

    void resumeIsExact_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"psnr", "gan", "calm"})
            QTest::newRow(kind) << kind;
    }
    void resumeIsExact()
    {
        QFETCH(QString, kind);
        RunPlan begun = plan(kind + "-straight", kind == "gan" ? tinyGan() : tinyRecipe());
        if (kind == "calm") {
            begun.recipe = tinyCalm();
            begun.from = m_folder.filePath("falls").toStdString() + "/model.safetensors";
        }
        Seen whole;
        const auto straight = run(begun, MadeSamples(), whole);
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
        const auto stopped = runTraining(half, MadeSamples(), gate, stop.get_token(), sinks);
        QVERIFY(stopped);
        QVERIFY(stopped->end == RunEnd::Stopped);
        QCOMPARE(stopped->steps, std::int64_t(10));
        half.resume = true;
        half.recipe = Recipe{}; // the run has its own
        half.from.clear();      // and what it began with
        Seen second;
        const auto resumed = run(half, MadeSamples(), second);
        QVERIFY2(resumed, resumed ? "" : resumed.error().text().c_str());
        QCOMPARE(resumed->steps, std::int64_t(20));

        QVERIFY(areEqual(tensorsAt(kind + "-straight", 20), tensorsAt(kind + "-half", 20)));
        auto losses = first.losses();
        losses.merge(second.losses());
        QCOMPARE(losses == whole.losses(), true);
    }

    void aNetworkThatStandsStillIsAtItsStart_data()
    {
        QTest::addColumn<QString>("architecture");
        for (const char* architecture : {"RRDBNet", "SRResNet"}) // the second has running statistics
            QTest::newRow(architecture) << architecture;
    }
    void aNetworkThatStandsStillIsAtItsStart()
    {
        QFETCH(QString, architecture);
        RunPlan first = plan("of-" + architecture, tinyRecipe());
        first.recipe.generator.architecture = architecture.toStdString();
        Seen seen;
        const auto parent = run(first, MadeSamples(), seen);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        seen = {};
        RunPlan plan = this->plan("still-" + architecture, tinyCalm());
        plan.recipe.optimiser.rate = 0.0;
        plan.recipe.schedule.leastRate = 0.0;
        plan.recipe.loss.colourWeight = 1.0;
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
        child.parent = "parent";
        child.ancestry = "parent";
        const auto result = run(child, MadeSamples(), seen);
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QCOMPARE(result->ancestry, std::string("parent"));
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
        recipe.generator.architecture = "SRResNet";
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

    void stepsThatAreNotFiniteAreSkipped()
    {
        Recipe recipe = tinyRecipe();
        Seen seen;
        const auto result = run(plan("poisoned", recipe), PoisonedSamples(24, 4), seen); // steps 12 and 13
        QVERIFY2(result, result ? "" : result.error().text().c_str());
        QVERIFY(seen.wasTold("was skipped"));
        QVERIFY(!seen.losses().contains(13));
        QVERIFY(torch::isfinite(tensorsAt("poisoned", 20).entries().front().second).all().item<bool>());
    }

    // Of both networks, their running statistics and their optimisers.
    void aSkippedStepChangesNothing()
    {
        Recipe recipe = tinyGan();
        recipe.discriminator.kind = "srgan"; // with batch normalisation
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
        child.parent = child.ancestry = "astray";
        const auto none = run(child, DarkeningSamples(0), seen);
        QVERIFY2(none, none ? "" : none.error().text().c_str());
        QVERIFY(none->end == RunEnd::NoProgress);
        QCOMPARE(none->validation == result->validation, true);
        const auto same = weights::readWeights(none->model);
        QVERIFY(same);
        QVERIFY(areEqual(same->tensors, kept->tensors));
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
            const auto found = recipeOfRun(one.folder);
            QVERIFY(found);
            QCOMPARE(toJson(*found), toJson(recipe));
            std::filesystem::resize_file(folder.fileOf(20), 5000); // then the one before tells
        }
        QVERIFY(!recipeOfRun(one.folder / "nothing"));
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
        QVERIFY(seen.wasTold("The one before it is taken"));
        QCOMPARE(result->steps, std::int64_t(20));
    }

    void whatCannotWorkIsSaidBeforeTheFirstStep()
    {
        Seen seen;
        Recipe recipe = tinyRecipe();
        recipe.generator.start = "trained";
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

        RunPlan again = plan("falls", tinyRecipe());
        result = run(again, MadeSamples(), seen);
        QVERIFY(!result);
        QVERIFY(result.error().text().find("already") != std::string::npos);

        RunPlan missing = plan("nothing", tinyRecipe());
        missing.resume = true;
        QVERIFY(!run(missing, MadeSamples(), seen));
        QVERIFY(seen.points.empty());
    }

    void aLostPictureEndsTheRunByName()
    {
        Seen seen;
        const auto result = run(plan("lost", tinyRecipe()), FailingSamples(), seen);
        QVERIFY(!result);
        QCOMPARE(result.error().file.string(), std::string("photo-9.jpg"));
        QVERIFY(!tensorsAt("lost", 4).empty()); // the steps that were done are not lost
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
        QVERIFY(folder.keep(*checkpoint));
        QVERIFY(folder.steps().contains(15));
    }

    // The first pictures are of the network that the run began with, also after a resume.
    void theBaseIsRemembered()
    {
        Recipe recipe = tinyRecipe();
        RunPlan child = plan("base", recipe);
        child.from = m_folder.filePath("falls").toStdString() + "/model.safetensors";
        std::map<std::int64_t, image::Image> strips;
        Seen seen;
        RunSinks sinks = seen.sinks();
        sinks.strip = [&](std::int64_t step, const image::Image& strip) { strips[step] = strip; };
        StopGate gate;
        QVERIFY(runTraining(child, MadeSamples(), gate, {}, sinks));
        std::filesystem::remove(CheckpointFolder(child.folder).fileOf(20));
        child.resume = true;
        child.from.clear();
        const image::Image before = strips.at(20);
        strips.clear();
        QVERIFY(runTraining(child, MadeSamples(), gate, {}, sinks));
        const image::Image& after = strips.at(20);
        QCOMPARE(after.width(), before.width());
        float largest = 0.0F;
        for (std::size_t i = 0; i < after.size(); ++i)
            largest = std::max(largest, std::abs(after.data()[i] - before.data()[i]));
        QVERIFY2(largest < 1e-3F, std::to_string(largest).c_str()); // fp16's rounding
    }

    void poisonedStatesAreNotWritten()
    {
        Checkpoint checkpoint;
        checkpoint.state.recipe = tinyRecipe();
        checkpoint.tensors.add("generator.x", torch::tensor({1.0F, std::numeric_limits<float>::infinity()}));
        const std::filesystem::path file = m_folder.filePath("poison.safetensors").toStdString();
        const Status status = writeCheckpoint(file, checkpoint);
        QVERIFY(!status);
        QVERIFY(status.error().text().find("generator.x") != std::string::npos);
        QVERIFY(!std::filesystem::exists(file));
    }
};

QTEST_GUILESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
