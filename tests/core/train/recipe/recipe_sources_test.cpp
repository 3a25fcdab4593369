// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/recipe.h"

#include <QTest>

#include <map>

using namespace enlarger::train;

/// Recipes have the numbers of the papers and texts that they are named after.
class RecipeSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreTheirSources_data()
    {
        QTest::addColumn<QString>("recipe");
        QTest::addColumn<QStringList>("values");
        QTest::newRow("psnr") << "psnr"
                              << QStringList{"optimiser.rate=0.0002",
                                             "optimiser.beta2=0.99",
                                             "data.batch=16",
                                             "data.crop=128",
                                             "schedule.steps=1000000",
                                             "schedule.cycles=4",
                                             "schedule.least-rate=1e-07",
                                             "run.ema=0.999"};
        QTest::newRow("srresnet") << "srresnet"
                                  << QStringList{"generator.architecture=SRResNet",
                                                 "generator.blocks=16",
                                                 "discriminator.kind=none",
                                                 "loss.pixel=mse",
                                                 "loss.pixel-weight=1",
                                                 "data.crop=96",
                                                 "data.batch=16",
                                                 "optimiser.rate=0.0001",
                                                 "optimiser.beta1=0.9",
                                                 "schedule.steps=1000000",
                                                 "schedule.kind=constant"};
        QTest::newRow("srgan") << "srgan"
                               << QStringList{"generator.start=trained",
                                              "generator.blocks=16",
                                              "loss.gan=plain",
                                              "loss.gan-weight=0.001",
                                              "loss.perceptual-weight=0.006",
                                              "loss.layers=conv5_4",
                                              "loss.feature-distance=mse",
                                              "data.crop=96",
                                              "data.batch=16",
                                              "optimiser.rate=0.0001",
                                              "schedule.milestones=0.5",
                                              "schedule.factor=0.1"};
        QTest::newRow("srgan-keras") << "srgan-keras"
                                     << QStringList{"generator.upsampling=nearest-prelu",
                                                    "generator.output=linear",
                                                    "generator.initial-weights=keras",
                                                    "generator.blocks=16",
                                                    "discriminator.kind=srgan-keras",
                                                    "discriminator.rate=0.001",
                                                    "discriminator.label-smoothing=0",
                                                    "discriminator.first=yes",
                                                    "discriminator.updates=2",
                                                    "loss.gan=plain",
                                                    "loss.gan-weight=0.001",
                                                    "loss.perceptual-weight=1",
                                                    "loss.layers=conv3_3",
                                                    "loss.before-activation=no",
                                                    "loss.feature-distance=mse",
                                                    "loss.normalise=no",
                                                    "loss.pixel-weight=0",
                                                    "data.crop=100",
                                                    "data.batch=20",
                                                    "optimiser.kind=adam-keras",
                                                    "optimiser.rate=0.001",
                                                    "optimiser.beta2=0.999",
                                                    "optimiser.epsilon=1e-07",
                                                    "schedule.epochs=100",
                                                    "schedule.kind=constant"};
        QTest::newRow("srgan-deepak112") << "srgan-deepak112"
                                         << QStringList{"generator.upsampling=nearest",
                                                        "generator.output=tanh",
                                                        "generator.blocks=16",
                                                        "loss.gan-weight=0.001",
                                                        "data.crop=100",
                                                        "discriminator.label-smoothing=0.2",
                                                        "data.batch=64"};
        QTest::newRow("real") << "real"
                              << QStringList{
                                     "discriminator.kind=unet",
                                     "loss.gan=plain",
                                     "loss.gan-weight=0.1",
                                     "loss.pixel-weight=1",
                                     "loss.layers=conv1_2:0.1,conv2_2:0.1,conv3_4:1,conv4_4:1,conv5_4:1",
                                     "loss.before-activation=yes",
                                     "data.crop=256",
                                     "data.batch=12",
                                     "data.rotations=no",
                                     "data.sharpen-target=yes",
                                     "optimiser.rate=0.0001",
                                     "schedule.steps=400000",
                                     "degradation.real.second.resize-factor=0.3,1.2",
                                     "degradation.real.sharpened=yes",
                                     "degradation.real.final-sinc=0.8"};
        QTest::newRow("esrgan-article")
            << "esrgan-article"
            << QStringList{"optimiser.rate=0.0002", "optimiser.beta2=0.999", "loss.gan-weight=0.005",
                           "loss.pixel-weight=0.01", "data.crop=256"};
        QTest::newRow("esrgan-keras") << "esrgan-keras"
                                      << QStringList{"generator.architecture=RRDBNet-Keras",
                                                     "generator.growth=64",
                                                     "loss.gan=relativistic-sigmoid",
                                                     "loss.feature-distance=mse",
                                                     "loss.normalise=keras",
                                                     "loss.before-activation=yes",
                                                     "generator.initial-weights=keras",
                                                     "discriminator.initial-weights=keras",
                                                     "optimiser.kind=adam-keras",
                                                     "optimiser.rate=0.001",
                                                     "discriminator.rate=0.001",
                                                     "optimiser.epsilon=1e-07",
                                                     "schedule.warm-up=0"};
        QTest::newRow("esrgan-pytorch-psnr") << "esrgan-pytorch-psnr"
                                             << QStringList{"schedule.epochs=120",
                                                            "data.batch=16",
                                                            "data.crop=192",
                                                            "optimiser.rate=0.0002",
                                                            "schedule.milestones=0.2,0.4,0.6,0.8",
                                                            "schedule.factor=0.5"};
        QTest::newRow("esrgan-pytorch") << "esrgan-pytorch"
                                        << QStringList{"schedule.epochs=48",
                                                       "data.crop=128",
                                                       "loss.pixel-weight=1",
                                                       "loss.perceptual-weight=1",
                                                       "loss.gan-weight=0.001",
                                                       "optimiser.rate=0.0001",
                                                       "schedule.milestones=0.125,0.25,0.5,0.75"};
    }
    void numbersAreTheirSources()
    {
        QFETCH(QString, recipe);
        QFETCH(QStringList, values);
        const auto found = findRecipe(recipe.toStdString());
        QVERIFY(found);
        std::map<std::string, std::string> known;
        for (const RecipeField& field : fieldsOf(*found))
            known[field.key] = field.value;
        for (const QString& value : values) {
            const std::string key = value.section('=', 0, 0).toStdString();
            QVERIFY2(known.contains(key), key.c_str());
            QCOMPARE(QString::fromStdString(key + "=" + known[key]), value);
        }
    }
};

QTEST_GUILESS_MAIN(RecipeSourcesTest)
#include "recipe_sources_test.moc"
