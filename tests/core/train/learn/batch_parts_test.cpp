// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/kernel_conv.h"
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
    std::map<std::string, double> first;   // of the first step
    std::map<std::string, double> values;  // of the second
    std::vector<torch::Tensor> parameters; // of the generator after two
};

/// A loss that compares pictures with the batch that they are in.
struct BatchTerm : PerceptualTerm
{
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override
    {
        return (sr.mean() - hr.mean()).square();
    }
    bool isMeanOfPictures() const override { return false; }
};

/// What is stepped.
struct Case
{
    const char* recipe = "psnr";
    int micro = 1; // micro-batches of eight pictures each
    device::Precision precision = device::Precision::Fp32;
    bool discriminatorFirst = false; // and in two updates
    bool discriminatorAlone = false; // no other term
};

/// Two steps.
Stepped stepped(int threads, const Case& one = {})
{
    at::set_num_threads(threads);
    Recipe recipe = smallRecipe(one.recipe);
    recipe.loss.pixel = nn::PixelKind::Mse; // L1's gradients jump where a difference changes its sign
    recipe.loss.weightOf(nn::PictureTerm::Colour) = 0.5;
    recipe.loss.perceptual = nn::PerceptualKind::Laplacian;
    if (one.discriminatorAlone)
        recipe.loss.pixelWeight = recipe.loss.perceptualWeight =
            recipe.loss.weightOf(nn::PictureTerm::Colour) = 0.0;
    recipe.discriminator.features = 8;
    recipe.discriminator.first = one.discriminatorFirst;
    recipe.discriminator.updates = one.discriminatorFirst ? 2 : 1;
    recipe.data.crop = recipe.hasDiscriminator() ? 128 : 96;
    recipe.optimiser.accumulate = one.micro;
    torch::manual_seed(3);
    ProcessGroup alone;
    AdversarialTrainer trainer(recipe, nn::makeNetwork(networkSpec(recipe)), torch::kCPU, one.precision,
                               alone);
    if (!trainer.addPerceptualTerms({}))
        qFatal("a term is missing");
    StopGate gate;
    Stepped result;
    for (int number = 0; number < 2; ++number) {
        std::vector<Batch> batches(static_cast<std::size_t>(one.micro), Batch{});
        for (Batch& batch : batches)
            batch.hr = torch::rand({8, 3, recipe.data.crop, recipe.data.crop})
                           .contiguous(torch::MemoryFormat::ChannelsLast);
        const StepReport report = trainer.step(batches, number, {1e-3, 1e-3}, gate);
        if (!report.isFinite)
            qFatal("the step was not finite");
        (number == 0 ? result.first : result.values) = report.values;
    }
    for (const torch::Tensor& parameter : trainer.generator().parameters())
        result.parameters.push_back(parameter.detach().clone());
    return result;
}

} // namespace

Q_DECLARE_METATYPE(Case)

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
        QTest::addColumn<Case>("one");
        QTest::newRow("two threads") << 2 << Case{};
        QTest::newRow("four") << 4 << Case{};
        QTest::newRow("micro-batches") << 2 << Case{.micro = 3};
        QTest::newRow("a discriminator and features") << 2 << Case{.recipe = "esrgan"};
        QTest::newRow("these in micro-batches") << 2 << Case{.recipe = "esrgan", .micro = 2};
        QTest::newRow("the discriminator first, in two updates")
            << 2 << Case{.recipe = "esrgan", .discriminatorFirst = true};
        QTest::newRow("the discriminator alone") << 2 << Case{.recipe = "esrgan", .discriminatorAlone = true};
        QTest::newRow("bf16") << 2 << Case{.recipe = "esrgan", .precision = device::Precision::Bf16};
    }
    void giveTheGradientsOfTheBatch()
    {
        QFETCH(int, threads);
        QFETCH(Case, one);
        const bool isNarrow = one.precision != device::Precision::Fp32;
        if (isNarrow && !device::findDevice("cpu")->has("AVX-512 BF16"))
            QSKIP("this processor does not compute bf16");
        const Stepped alone = stepped(1, one);
        const Stepped together = stepped(threads, one);
        QVERIFY(alone.values.contains("total") && alone.values.contains("gradient of G"));
        QCOMPARE(together.values.size(), alone.values.size());
        // Adam's first steps are the signs of gradients, which may be next to nothing. And a discriminator's
        // alone differ by a hundredth with the number of threads, cut or not.
        const double near = isNarrow || one.discriminatorAlone ? 3e-2 : one.discriminatorFirst ? 2e-3 : 1e-4;
        for (const auto& [name, value] : alone.first)
            QVERIFY2(
                std::abs(together.first.at(name) - value) < near * std::max(std::abs(value), 1e-2),
                qPrintable(QString("%1: %2, %3").arg(name.c_str()).arg(together.first.at(name)).arg(value)));
        const bool isJudged = std::string(one.recipe) == "esrgan";
        for (const auto& [name, value] : alone.values)
            QVERIFY2(isJudged || std::abs(together.values.at(name) - value) < 1e-4 * std::abs(value),
                     name.c_str());
        for (std::size_t i = 0; i < alone.parameters.size(); ++i) {
            const torch::Tensor difference = (together.parameters[i] - alone.parameters[i]).abs();
            QVERIFY(isJudged || difference.max().item<double>() < 1e-4);
            const double mean = difference.mean().item<double>();
            QVERIFY2(mean < (isNarrow ? 5e-4 : 2e-4), std::to_string(mean).c_str());
        }
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
        QCOMPARE(partsOf(smallRecipe("psnr"), 8, device::Precision::Bf16), nn::beatBf16() ? 2 : 1);
        QCOMPARE(partsOf(smallRecipe("psnr"), 8, device::Precision::Fp16), 1);
        QCOMPARE(partsOf(smallRecipe("srresnet"), 8), 1); // batch norm
        QCOMPARE(partsOf(smallRecipe("esrgan"), 8), 2);   // the discriminator sees the batch nonetheless
        AdversarialTrainer comparing(smallRecipe("psnr"), nn::makeNetwork(networkSpec(smallRecipe("psnr"))),
                                     torch::kCPU, device::Precision::Fp32, alone);
        comparing.setPerceptual(std::make_unique<BatchTerm>());
        QCOMPARE(comparing.partsOf(8), 1);
        Recipe span = smallRecipe("span");
        span.generator.blocks = 6;     // as many as it has
        QCOMPARE(partsOf(span, 8), 1); // its branches are folded in each forward pass
        at::set_num_threads(64);
        QCOMPARE(partsOf(smallRecipe("psnr"), 128), 1); // too many sets of gradients
    }

    void giveTheSameTwice()
    {
        const Stepped first = stepped(2, {.recipe = "esrgan"});
        const Stepped second = stepped(2, {.recipe = "esrgan"});
        QVERIFY(first.values == second.values);
        for (std::size_t i = 0; i < first.parameters.size(); ++i)
            QVERIFY(torch::equal(first.parameters[i], second.parameters[i]));
    }
};

QTEST_GUILESS_MAIN(BatchPartsTest)
#include "batch_parts_test.moc"
