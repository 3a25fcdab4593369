// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of SPAN, whose files hold more than what enlarges.
#include "core/train/run/run_network.h"
#include "core/weights/weights.h"
#include "tests/core/train/run/made_runs.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::train;

namespace {

constexpr const char* branch = "block_2.c1_r.conv.1.weight";
constexpr const char* folded = "block_2.c1_r.eval_conv.weight";

Recipe tinySpan()
{
    Recipe recipe = tinyRecipe();
    recipe.generator.architecture = nn::Architecture::Span;
    recipe.generator.blocks = 6;
    return recipe;
}

} // namespace

class SpanRunsTest : public QObject, private MadeRuns
{
    Q_OBJECT

    Result<RunResult> run(const QString& name, const Recipe& recipe, const std::filesystem::path& from = {})
    {
        RunPlan plan = this->plan(name, recipe);
        plan.from = from;
        Seen seen;
        return MadeRuns::run(plan, MadeSamples(), seen);
    }

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void branchesGoAlong() // so that the next run goes on from them
    {
        Recipe recipe = tinySpan();
        recipe.schedule.steps = 30;
        Seen seen;
        const auto parent = MadeRuns::run(plan("parent", recipe), MadeSamples(), seen);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        QVERIFY(seen.losses().at(30) < 0.7 * seen.losses().at(1));
        QVERIFY(tensorsAt("parent", 30).has(std::string("average.") + branch));
        QVERIFY(!tensorsAt("parent", 30).has(std::string("average.") + folded));
        const auto file = weights::readWeights(parent->model);
        QVERIFY(file && file->tensors.has(branch) && file->tensors.has(folded));

        recipe.schedule.steps = 10;
        const auto child = run("child", recipe, parent->model);
        QVERIFY2(child, child ? "" : child.error().text().c_str());
        QVERIFY(child->recipe.generator.branches);
        const auto after = weights::readWeights(child->model);
        QVERIFY(after && after->tensors.has(branch));
        QVERIFY(!torch::equal(*after->tensors.find(folded), *file->tensors.find(folded)));

        // Strength runs between what the two fold into.
        const auto between = weights::loadMixedNetwork(parent->model, child->model, 0.5);
        QVERIFY(between);
        const torch::Tensor half = *weights::stateDict(*between->network).find(folded);
        const torch::Tensor mean = (*after->tensors.find(folded) + *file->tensors.find(folded)) / 2.0;
        QVERIFY(torch::allclose(half, mean, 1e-5, 1e-7));
    }

    void foldedOnesTrainFolded()
    {
        Recipe recipe = tinySpan();
        recipe.schedule.steps = 10;
        recipe.generator.branches = false;
        const auto parent = run("folded", recipe);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        QVERIFY(!weights::readWeights(parent->model)->tensors.has(branch));
        recipe.generator.branches = true; // which it has not
        const auto child = run("of-folded", recipe, parent->model);
        QVERIFY2(child, child ? "" : child.error().text().c_str());
        QVERIFY(!child->recipe.generator.branches);
        QVERIFY(!weights::readWeights(child->model)->tensors.has(branch));
    }

    void branchesCanBeLeft()
    {
        Recipe recipe = tinySpan();
        recipe.schedule.steps = 10;
        const auto parent = run("with", recipe);
        QVERIFY2(parent, parent ? "" : parent.error().text().c_str());
        recipe.generator.branches = false;
        const auto child = run("without", recipe, parent->model);
        QVERIFY2(child, child ? "" : child.error().text().c_str());
        QVERIFY(!weights::readWeights(child->model)->tensors.has(branch));
    }

    void aRunGoesOnExactly()
    {
        Recipe recipe = tinySpan();
        const auto straight = run("straight", recipe);
        QVERIFY2(straight, straight ? "" : straight.error().text().c_str());
        recipe.schedule.steps = 20;
        RunPlan stopped = plan("stopped", recipe);
        Seen seen;
        std::stop_source stop;
        RunSinks sinks = seen.sinks();
        sinks.progress = [&](std::int64_t step, std::int64_t, double) {
            if (step == 10)
                stop.request_stop();
        };
        StopGate gate;
        QVERIFY(runTraining(stopped, MadeSamples(), gate, stop.get_token(), sinks));
        // After a crash there is no network: it is made of the checkpoint.
        std::filesystem::remove(networkFileOf(stopped.folder));
        const auto file = networkOfRun(stopped.folder, "stopped");
        QVERIFY(file);
        const auto network = weights::readWeights(*file);
        QVERIFY(network && network->tensors.has(branch) && network->tensors.has(folded));
        stopped.resume = true;
        QVERIFY(MadeRuns::run(stopped, MadeSamples(), seen));
        const auto whole = weights::readWeights(straight->model);
        const auto resumed = weights::readWeights(networkFileOf(stopped.folder));
        QVERIFY(whole && resumed);
        QVERIFY(areEqual(whole->tensors, resumed->tensors));
    }
};

QTEST_GUILESS_MAIN(SpanRunsTest)
#include "span_runs_test.moc"
