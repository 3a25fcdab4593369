// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/sample_options.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::train;

class RecipeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInRecipesAreWhole()
    {
        std::vector<std::string> names;
        for (const Recipe& recipe : builtInRecipes()) {
            names.push_back(recipe.name);
            QVERIFY2(check(recipe), recipe.name.c_str());
            QVERIFY(!recipe.title.empty());
            QVERIFY(!recipe.description.empty());
            const auto again = recipeFromJson(toJson(recipe));
            QVERIFY(again);
            QCOMPARE(toJson(*again), toJson(recipe));
        }
        for (const char* name : {"psnr", "esrgan", "esrgan-article", "esrgan-keras", "esrgan-pytorch",
                                 "esrgan-pytorch-psnr", "srresnet", "srgan", "srgan-keras", "srgan-deepak112",
                                 "real", "finetune-photos", "checkerboard-free"})
            QVERIFY2(std::find(names.begin(), names.end(), name) != names.end(), name);
    }

    /// Recipes and scripts of earlier versions stay usable.
    void formerNamesAreRead()
    {
        Recipe recipe;
        QVERIFY(setField(recipe, "loss.weave-weight=2"));
        QCOMPARE(recipe.loss.weightOf(nn::PictureTerm::Checkerboard), 2.0);
        QVERIFY(setField(recipe, "discriminator.alone", "30"));
        QCOMPARE(recipe.discriminator.warmUp, 30);
        const auto read =
            recipeFromJson(R"({"base": "calm", "loss": {"weave-weight": 3}, "discriminator": {"alone": 7}})");
        QVERIFY(read);
        QCOMPARE(read->loss.weightOf(nn::PictureTerm::Checkerboard), 3.0);
        QCOMPARE(read->discriminator.warmUp, 7);
        QCOMPARE(findRecipe("calm")->name, std::string("checkerboard-free"));
    }

    // Facts of the field, 1.3 and 1.4.
    void esrganIsThePapers()
    {
        const Recipe recipe = *findRecipe("esrgan");
        QCOMPARE(recipe.generator.blocks, 23);
        QCOMPARE(recipe.discriminator.kind, nn::DiscriminatorKind::Vgg128);
        QCOMPARE(recipe.loss.gan, nn::GanKind::Relativistic);
        QCOMPARE(recipe.loss.ganWeight, 5e-3);
        QCOMPARE(recipe.loss.pixelWeight, 1e-2);
        QCOMPARE(recipe.loss.perceptualWeight, 1.0);
        QCOMPARE(recipe.loss.layers, std::string("conv5_4"));
        QVERIFY(recipe.loss.beforeActivation);
        QCOMPARE(recipe.optimiser.rate, 1e-4);
        const std::vector<double> milestones{50e3 / 400e3, 100e3 / 400e3, 200e3 / 400e3, 300e3 / 400e3};
        QCOMPARE(recipe.schedule.milestones, milestones);
        QCOMPARE(recipe.generator.start, GeneratorStart::Trained);
    }

    void nonsenseIsRefusedWithoutHarm()
    {
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += "{\"a\":";
        QVERIFY(!recipeFromJson(deep + "1" + std::string(100'000, '}')));
        QVERIFY(!recipeFromJson("[]"));
        const auto torn = recipeFromJson("{\n\"data\": {},\n}");
        QVERIFY(!torn);
        QVERIFY2(torn.error().text().find("line 3") != std::string::npos, torn.error().text().c_str());
    }

    void aRecipeMayStandOnAnother()
    {
        const auto recipe =
            recipeFromJson(R"({"base": "finetune-photos", "data": {"degradation": "photo"}})");
        QVERIFY2(recipe, recipe ? "" : recipe.error().text().c_str());
        Recipe expected = *findRecipe("finetune-photos");
        expected.name.clear();
        expected.data.degradation = degrade::DegradationKind::Photo;
        QCOMPARE(toJson(*recipe), toJson(expected));
        const auto unknown = recipeFromJson(R"({"base": "finetune-photo"})");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().text().find("'finetune-photos'") != std::string::npos);
        QVERIFY(!recipeFromJson(R"({"base": 3})"));
        const auto shorter = recipeFromJson(R"({"base": "esrgan-pytorch", "schedule": {"steps": 500}})");
        QVERIFY(shorter);
        QCOMPARE(shorter->schedule.epochs, 0.0);
        QVERIFY(!recipeFromJson(R"({"optimiser": {"rate": 1e999}})"));
        const auto missing = findRecipe("no-such-file.json");
        QVERIFY(!missing);
        QVERIFY(missing.error().text().find("no-such-file.json") != std::string::npos);
    }

    void stepsAskedForTakeTheEpochsPlace()
    {
        Recipe recipe = *findRecipe("esrgan-pytorch");
        QVERIFY(recipe.schedule.epochs > 0.0);
        QVERIFY(setField(recipe, "schedule.steps=5"));
        QCOMPARE(recipe.schedule.epochs, 0.0);
        QCOMPARE(recipe.schedule.steps, std::int64_t(5));
    }

    void fieldsAreSetByName()
    {
        Recipe recipe;
        QVERIFY(setField(recipe, "optimiser.rate", "5e-4"));
        QCOMPARE(recipe.optimiser.rate, 5e-4);
        QVERIFY(setField(recipe, "data.flips", "no"));
        QVERIFY(!recipe.data.flips);
        QVERIFY(setField(recipe, "schedule.milestones", "0.2,0.4"));
        QCOMPARE(recipe.schedule.milestones, (std::vector<double>{0.2, 0.4}));
        for (const RecipeField& field : fieldsOf(recipe)) {
            Recipe copy = recipe;
            QVERIFY2(setField(copy, field.key, field.value) || field.value.empty(), field.key.c_str());
            QVERIFY2(toJson(copy) == toJson(recipe), field.key.c_str());
        }
    }

    void degradationIsAPartOfTheRecipe()
    {
        Recipe recipe;
        QVERIFY(setField(recipe, "degradation.photo.noise-sigma=2,3.5"));
        QVERIFY(setField(recipe, "degradation.real.second.blur-shapes", "1,0,0,0,0,0"));
        QVERIFY(setField(recipe, "degradation.real.context=200"));
        QVERIFY(setField(recipe, "data.degradation=photo"));
        const SampleOptions options = sampleOptions(*recipeFromJson(toJson(recipe)));
        QCOMPARE(options.degradation, std::string("photo"));
        const degrade::DegradationOptions& degradation = options.degradationOptions;
        QCOMPARE(degradation.photo.noise.from, 2.0);
        QCOMPARE(degradation.photo.noise.to, 3.5);
        QCOMPARE(degradation.real.second.blur.shapes, (degrade::BlurShapes{1, 0, 0, 0, 0, 0}));
        QCOMPARE(degradation.real.first.blur.shapes, degrade::OrderOptions().blur.shapes);
        QCOMPARE(degradation.real.context, 200);

        const auto nested =
            recipeFromJson(R"({"degradation": {"real": {"first": {"jpeg-quality": [50, 60]}}}})");
        QVERIFY(nested);
        QCOMPARE(nested->degradation.real.first.jpeg.from, 50.0);
        QCOMPARE(nested->degradation.real.first.jpeg.to, 60.0);
        QCOMPARE(nested->degradation.real.second.jpeg.from, degrade::SecondOrderOptions().second.jpeg.from);
    }

    void settingsWithoutValueAreRefused()
    {
        Recipe recipe;
        for (const char* setting : {"", "data.crop", "=64", "data.crop="})
            QVERIFY2(!setField(recipe, setting), setting);
        QVERIFY(setField(recipe, "generator.freeze="));
    }

    void wrongFieldsAreNamed_data()
    {
        QTest::addColumn<std::string>("key");
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("said");
        QTest::newRow("unknown") << std::string("optimiser.rat") << std::string("1")
                                 << std::string("optimiser.rate");
        QTest::newRow("no number") << std::string("data.batch") << std::string("many")
                                   << std::string("data.batch");
        QTest::newRow("rest") << std::string("data.batch") << std::string("4x") << std::string("data.batch");
        QTest::newRow("too large") << std::string("data.crop") << std::string("5000")
                                   << std::string("16 to 1024");
        QTest::newRow("not a number")
            << std::string("optimiser.rate") << std::string("nan") << std::string("0 to 1");
        QTest::newRow("no choice") << std::string("loss.gan") << std::string("wgan")
                                   << std::string("relativistic");
        QTest::newRow("backwards") << std::string("degradation.photo.jpeg-quality") << std::string("90,60")
                                   << std::string("two rising numbers from 1 to 100");
        QTest::newRow("no range") << std::string("degradation.photo.noise-sigma") << std::string("3")
                                  << std::string("degradation.photo.noise-sigma");
        QTest::newRow("five shapes") << std::string("degradation.real.first.blur-shapes")
                                     << std::string("1,0,0,0,0") << std::string("six numbers from 0 to 1");
        QTest::newRow("list") << std::string("schedule.milestones") << std::string("0.1,,0.2")
                              << std::string("schedule.milestones");
    }
    void wrongFieldsAreNamed()
    {
        QFETCH(std::string, key);
        QFETCH(std::string, value);
        QFETCH(std::string, said);
        Recipe recipe;
        const Status status = setField(recipe, key, value);
        QVERIFY(!status);
        QVERIFY2(status.error().text().find(said) != std::string::npos, status.error().text().c_str());
        QCOMPARE(toJson(recipe), toJson(Recipe{}));
    }

    void fieldsMustFitOneAnother_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("said");
        QTest::newRow("crop and scale") << QStringList{"data.crop=130"} << "data.crop";
        QTest::newRow("crop and critic") << QStringList{"data.crop=192"} << "vgg-128";
        QTest::newRow("crop and patches")
            << QStringList{"discriminator.kind=patchgan", "data.crop=24"} << "32 pixels or more";
        QTest::newRow("a file of none")
            << QStringList{"discriminator.kind=none", "loss.gan-weight=0", "discriminator.from=x.pth"}
            << "discriminator.from";
        QTest::newRow("no critic") << QStringList{"discriminator.kind=none"} << "loss.gan-weight";
        QTest::newRow("no game") << QStringList{"loss.gan-weight=0"} << "discriminator";
        QTest::newRow("nothing to learn")
            << QStringList{"loss.pixel-weight=0", "loss.perceptual-weight=0"} << "nothing would be trained";
        QTest::newRow("small crops") << QStringList{"loss.checkerboard-weight=1", "generator.scale=8",
                                                    "discriminator.kind=unet", "data.crop=16"}
                                     << "loss.checkerboard-weight";
        QTest::newRow("no start") << QStringList{"loss.target=start", "generator.start=fresh"}
                                  << "generator.start";
        QTest::newRow("start alone") << QStringList{"loss.target=start", "loss.gan-weight=0",
                                                    "discriminator.kind=none"}
                                     << "no other term";
        QTest::newRow("sharp start") << QStringList{"loss.target=start", "data.sharpen-target=true"}
                                     << "data.sharpen-target";
        QTest::newRow("milestones") << QStringList{"schedule.milestones=0.5,0.2"} << "schedule.milestones";
        QTest::newRow("schedule-free")
            << QStringList{"optimiser.kind=schedule-free"} << "schedule.kind=constant";
        QTest::newRow("shapes") << QStringList{"degradation.real.first.blur-shapes=1,1,0,0,0,0"}
                                << "degradation.real.first.blur-shapes must sum to 1";
        QTest::newRow("sizes") << QStringList{"degradation.real.second.resize-up=0.9"}
                               << "degradation.real.second.resize-up";
        QTest::newRow("factor") << QStringList{"degradation.real.first.resize-factor=0.2,0.5"}
                                << "degradation.real.first.resize-factor";
    }
    void fieldsMustFitOneAnother()
    {
        QFETCH(QStringList, settings);
        QFETCH(QString, said);
        Recipe recipe = *findRecipe("esrgan");
        for (const QString& setting : settings)
            QVERIFY(setField(recipe, setting.section('=', 0, 0).toStdString(),
                             setting.section('=', 1).toStdString()));
        const Status status = check(recipe);
        QVERIFY(!status);
        QVERIFY2(QString::fromStdString(status.error().text()).contains(said), status.error().text().c_str());
    }

    void filesOfOnesOwnAreRead()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("mine.json").toStdString();
        std::ofstream(file) << R"({"data": {"crop": 64}, "schedule": {"milestones": [0.5]}})";
        const auto recipe = findRecipe(file.string());
        QVERIFY(recipe);
        QCOMPARE(recipe->name, std::string("mine"));
        QCOMPARE(recipe->data.crop, 64);
        std::ofstream(file) << R"({"data": {"croop": 64}})";
        const auto wrong = findRecipe(file.string());
        QVERIFY(!wrong);
        QVERIFY(wrong.error().text().find("data.crop") != std::string::npos);
        QVERIFY(wrong.error().text().find("mine.json") != std::string::npos);
        for (const char* text :
             {"", "[]", "{", R"({"data": [[1]]})", R"({"data": {"crop": {}}, "x": null})"}) {
            std::ofstream(file, std::ios::trunc) << text;
            QVERIFY2(!findRecipe(file.string()), text);
        }
        QVERIFY(findRecipe("esrgn").error().text().find("'esrgan'") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RecipeTest)
#include "recipe_test.moc"
