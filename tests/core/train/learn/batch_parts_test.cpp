// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adversarial_trainer.h"
#include "core/train/learn/recipe_network.h"

#include <QtTest>

#include <ATen/Parallel.h>

using namespace enlarger;
using namespace enlarger::train;

namespace {

Recipe smallRecipe(const char* name)
{
    Recipe recipe = *findRecipe(name);
    recipe.generator.features = 16;
    recipe.generator.growth = 16;
    recipe.generator.blocks = 1;
    return recipe;
}

struct Stepped
{
    std::map<std::string, double> values;
    std::vector<torch::Tensor> parameters;
};

/// Two steps on `micro` micro-batches of eight pictures each.
Stepped stepped(int threads, int micro)
{
    at::set_num_threads(threads);
    Recipe recipe = smallRecipe("psnr");
    recipe.loss.pixel = nn::PixelKind::Mse; // L1's gradients jump where a difference changes its sign
    recipe.loss.weightOf(nn::PictureTerm::Colour) = 0.5;
    recipe.optimiser.accumulate = micro;
    torch::manual_seed(3);
    ProcessGroup alone;
    AdversarialTrainer trainer(recipe, nn::makeNetwork(networkSpec(recipe)), torch::kCPU,
                               device::Precision::Fp32, alone);
    StopGate gate;
    Stepped result;
    for (int number = 0; number < 2; ++number) {
        std::vector<Batch> batches(static_cast<std::size_t>(micro), Batch{});
        for (Batch& batch : batches)
            batch.hr = torch::rand({8, 3, 96, 96}).contiguous(torch::MemoryFormat::ChannelsLast);
        const StepReport report = trainer.step(batches, number, {1e-3, 1e-3}, gate);
        if (!report.isFinite)
            qFatal("the step was not finite");
        result.values = report.values;
    }
    for (const torch::Tensor& parameter : trainer.generator().parameters())
        result.parameters.push_back(parameter.detach().clone());
    return result;
}

} // namespace

/// A step in which each thread has its part of the batch, against one in which one thread has all of it.
class BatchPartsTest : public QObject
{
    Q_OBJECT

private:
    int m_threads = 1;

private Q_SLOTS:
    void initTestCase() { m_threads = at::get_num_threads(); }
    void cleanupTestCase() { at::set_num_threads(m_threads); }

    void giveTheGradientsOfTheBatch_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("micro");
        QTest::newRow("two threads") << 2 << 1;
        QTest::newRow("four") << 4 << 1;
        QTest::newRow("micro-batches") << 2 << 3;
    }
    void giveTheGradientsOfTheBatch()
    {
        QFETCH(int, threads);
        QFETCH(int, micro);
        const Stepped alone = stepped(1, micro);
        const Stepped together = stepped(threads, micro);
        QVERIFY(alone.values.contains("total") && alone.values.contains("gradient of G"));
        QCOMPARE(together.values.size(), alone.values.size());
        for (const auto& [name, value] : alone.values)
            QVERIFY2(std::abs(together.values.at(name) - value) < 1e-4 * std::abs(value), name.c_str());
        for (std::size_t i = 0; i < alone.parameters.size(); ++i)
            QVERIFY((together.parameters[i] - alone.parameters[i]).abs().max().item<double>() < 1e-4);
    }

    void areForWhatCanBeCut()
    {
        at::set_num_threads(2);
        ProcessGroup alone;
        const auto partsOf = [&](const Recipe& recipe, int pictures,
                                 device::Precision precision = device::Precision::Fp32) {
            return AdversarialTrainer(recipe, nn::makeNetwork(networkSpec(recipe)), torch::kCPU, precision,
                                      alone)
                .partsOf(pictures);
        };
        QCOMPARE(partsOf(smallRecipe("psnr"), 8), 2);
        QCOMPARE(partsOf(smallRecipe("psnr"), 7), 1); // two threads do not divide it
        QCOMPARE(partsOf(smallRecipe("psnr"), 2), 1);
        QCOMPARE(partsOf(smallRecipe("psnr"), 8, device::Precision::Bf16), 1);
        QCOMPARE(partsOf(smallRecipe("srresnet"), 8), 1); // batch norm
        QCOMPARE(partsOf(smallRecipe("esrgan"), 8), 1);   // a discriminator compares all
        Recipe span = smallRecipe("span");
        span.generator.blocks = 6;     // as many as it has
        QCOMPARE(partsOf(span, 8), 1); // its branches are folded in each forward pass
        at::set_num_threads(64);
        QCOMPARE(partsOf(smallRecipe("psnr"), 128), 1); // too many sets of gradients
    }

    void giveTheSameTwice()
    {
        const Stepped first = stepped(2, 1);
        const Stepped second = stepped(2, 1);
        QVERIFY(first.values == second.values);
        for (std::size_t i = 0; i < first.parameters.size(); ++i)
            QVERIFY(torch::equal(first.parameters[i], second.parameters[i]));
    }
};

QTEST_GUILESS_MAIN(BatchPartsTest)
#include "batch_parts_test.moc"
