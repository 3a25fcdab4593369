// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/vgg19.h"
#include "core/train/learn/adversarial_trainer.h"
#include "core/train/learn/feature_terms.h"
#include "core/train/learn/make_perceptual_term.h"
#include "core/train/learn/recipe_network.h"
#include "tests/core/nn/near.h"
#include "tests/core/nn/waves.h"
#include "tests/support/test_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;
using namespace enlarger::train;

namespace {

nlohmann::json expectedSteps(const QString& recipe)
{
    return nlohmann::json::parse(std::ifstream(dataFile("train/seeds.json")))[recipe.toStdString()];
}

std::unique_ptr<PerceptualTerm> waveVgg19(const Recipe::Loss& loss)
{
    const std::vector<LayerWeight> layers = *parseLayers(loss.layers);
    const auto vgg = std::make_shared<nn::Vgg19>(std::vector{layers.front().layer}, loss.beforeActivation,
                                                 loss.featureInput);
    fillWithWaves(*vgg);
    return std::make_unique<FeatureTerm>(vgg, loss.featureDistance, std::vector{1.0});
}

} // namespace

/// Steps of recipes that follow a text to the letter equal what plain PyTorch makes of that text
/// (tests/peers/seeds.py): losses, logits and gradients of the first step, and of the second one, which
/// stands on what the first has changed.
class SeedRecipesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsAreTheTexts_data();
    void stepsAreTheTexts();
    void nothingIsJudgedTwice();
    void aSkippedStepIsUndone();
};

void SeedRecipesTest::stepsAreTheTexts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("settings"); // small networks
    QTest::newRow("srgan-keras") << "srgan-keras"
                                 << QStringList{"generator.features=8", "generator.blocks=2",
                                                "discriminator.features=4", "data.crop=52"};
    QTest::newRow("esrgan-keras") << "esrgan-keras"
                                  << QStringList{"generator.features=8", "generator.growth=8",
                                                 "generator.blocks=1", "discriminator.features=4",
                                                 "loss.layers=conv2_2"};
}

void SeedRecipesTest::stepsAreTheTexts()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, settings);
    Recipe recipe = *findRecipe(name.toStdString());
    for (const QString& setting : settings)
        QVERIFY(setField(recipe, setting.toStdString()));
    QVERIFY(check(recipe));
    ProcessGroup alone;
    AdversarialTrainer trainer(recipe, newNetwork(recipe), torch::kCPU, device::Precision::Fp32, alone);
    fillWithWaves(trainer.generator());
    fillWithWaves(*trainer.discriminator());
    trainer.setPerceptual(waveVgg19(recipe.loss));

    Batch batch;
    batch.hr = softPictures(2, recipe.data.crop).to(torch::kFloat32);
    batch.lr = torch::avg_pool2d(batch.hr, recipe.generator.scale);
    StopGate gate;
    constexpr double rate = 1e-4; // of seeds.py
    const nlohmann::json expected = expectedSteps(name);
    QCOMPARE(expected.size(), std::size_t(2));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const StepReport report = trainer.step({batch}, std::int64_t(i), {rate, rate}, gate);
        QVERIFY(report.isFinite);
        for (const auto& [value, number] : expected[i].items()) {
            QVERIFY2(report.values.contains(value), value.c_str());
            QVERIFY2(isNear(report.values.at(value), number.get<double>(), 5e-4, 1e-2), value.c_str());
        }
    }
}

/// True pictures for the generator and for the discriminator's own step, made ones likewise: what it has said
/// of these for the generator is known when its own step compares the true ones with them.
void SeedRecipesTest::nothingIsJudgedTwice()
{
    Recipe recipe = *findRecipe("esrgan");
    for (const char* setting : {"generator.features=4", "generator.growth=4", "generator.blocks=1",
                                "discriminator.features=4", "loss.perceptual-weight=0"})
        QVERIFY(setField(recipe, setting));
    ProcessGroup alone;
    AdversarialTrainer trainer(recipe, newNetwork(recipe), torch::kCPU, device::Precision::Fp32, alone);
    Batch batch;
    batch.hr = softPictures(2, recipe.data.crop).to(torch::kFloat32);
    StopGate gate;
    QVERIFY(trainer.step({batch}, 0, {1e-4, 1e-4}, gate).isFinite);
    int norms = 0;
    for (const auto& buffer : trainer.discriminator()->named_buffers())
        if (buffer.key().ends_with("num_batches_tracked")) {
            QCOMPARE(buffer.value().item<std::int64_t>(), std::int64_t(4));
            ++norms;
        }
    QVERIFY(norms > 0);
}

/// The discriminator has moved before the generator's loss turns out not to be finite.
void SeedRecipesTest::aSkippedStepIsUndone()
{
    Recipe recipe = *findRecipe("srgan-keras");
    for (const char* setting :
         {"generator.features=4", "generator.blocks=1", "discriminator.features=4", "data.crop=32"})
        QVERIFY(setField(recipe, setting));
    ProcessGroup alone;
    AdversarialTrainer trainer(recipe, newNetwork(recipe), torch::kCPU, device::Precision::Fp32, alone);
    class Poison : public PerceptualTerm
    {
        torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor&) override
        {
            return sr.mean() / torch::zeros({});
        }
    };
    trainer.setPerceptual(std::make_unique<Poison>());
    std::map<std::string, torch::Tensor> before;
    const weights::StateDict saved = trainer.save();
    for (const auto& [key, tensor] : saved.entries())
        before[key] = tensor.clone();
    Batch batch;
    batch.hr = softPictures(2, 32).to(torch::kFloat32);
    StopGate gate;
    QVERIFY(!trainer.step({batch}, 0, {1e-3, 1e-3}, gate).isFinite);
    const weights::StateDict after = trainer.save();
    QVERIFY(after.size() > 40);
    for (const auto& [key, tensor] : after.entries())
        QVERIFY2(torch::equal(before.at(key), tensor), key.c_str());
}

QTEST_GUILESS_MAIN(SeedRecipesTest)
#include "seed_recipes_test.moc"
