// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/training_precision.h"

#include "core/nn/kernel_conv.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::train;
using device::Precision;

namespace {

device::Device processor(std::vector<std::string> features)
{
    device::Device device;
    device.name = "cpu";
    device.features = std::move(features);
    device.trainingPrecision = Precision::Bf16;
    return device;
}

} // namespace

class TrainingPrecisionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedForCounts()
    {
        Recipe recipe = *findRecipe("psnr");
        for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Fp16}) {
            recipe.run.precision = precision;
            QCOMPARE(trainingPrecision(recipe, processor({})), precision);
        }
    }

    void autoIsWhatIsQuicker_data()
    {
        QTest::addColumn<QString>("recipe");
        QTest::addColumn<bool>("byKernels");
        QTest::newRow("pixel losses") << "psnr" << true;
        QTest::newRow("own photos") << "finetune-photos" << true;
        QTest::newRow("another target") << "checkerboard-free" << true;
        QTest::newRow("discriminator and VGG19") << "esrgan" << false;
    }
    void autoIsWhatIsQuicker()
    {
        QFETCH(QString, recipe);
        QFETCH(bool, byKernels);
        const Recipe chosen = *findRecipe(recipe.toStdString());
        const Precision expected = byKernels && nn::haveKernels() ? Precision::Fp32 : Precision::Bf16;
        QCOMPARE(trainingPrecision(chosen, processor({"AVX-512 BF16"})), expected);
        QCOMPARE(trainingPrecision(chosen, processor({"AVX-512 BF16", "AMX BF16"})), Precision::Bf16);
        device::Device card = processor({});
        card.name = "cuda:0";
        QCOMPARE(trainingPrecision(chosen, card), Precision::Bf16);
    }

    void smallCropsAreNotForKernels()
    {
        Recipe recipe = *findRecipe("psnr");
        recipe.data.crop = 32;
        QCOMPARE(trainingPrecision(recipe, processor({"AVX-512 BF16"})), Precision::Bf16);
    }
};

QTEST_APPLESS_MAIN(TrainingPrecisionTest)
#include "training_precision_test.moc"
