// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enlarge/upscale_options.h"

#include "core/base/time_text.h"

#include <QDate>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using image::PhotoFormat;

class UpscaleOptionsTest : public QObject
{
    Q_OBJECT

private:
    static infer::ModelSelection mixture()
    {
        return {.modelName = "photo-x4",
                .network = {"faithful", "aa"},
                .crisp = infer::NetworkFile{"crisp", "bb"},
                .strength = 0.5,
                .precision = device::Precision::Bf16};
    }

private Q_SLOTS:
    void saysWhatHappensToATakenName()
    {
        const app::OutputName name{"a-2.png", app::OutputName::Action::Write, {}, "a.png"};
        const auto options = [&](app::IfExists rule) {
            infer::UpscaleOptions set;
            app::OutputName output = name;
            output.ifTaken = rule;
            app::setOutput(set, output);
            return set;
        };
        QCOMPARE(options(app::IfExists::Rename).output, std::filesystem::path("a-2.png"));
        QCOMPARE(options(app::IfExists::Rename).numbered, std::filesystem::path("a.png"));
        QVERIFY(!options(app::IfExists::Rename).replace);
        QVERIFY(options(app::IfExists::Skip).numbered.empty() && !options(app::IfExists::Skip).replace);
        QVERIFY(options(app::IfExists::Overwrite).replace);
    }

    void init() { qputenv("ENLARGER_CACHE_DIR", "/cache"); }

    void whatIsNotAskedForIsLeftToTheProgram()
    {
        const auto options = makeUpscaleOptions({}, {}, "a.jpg", PhotoFormat::Jpeg);
        const infer::UpscaleOptions none;
        QCOMPARE(options.input, std::filesystem::path("a.jpg"));
        QVERIFY(options.output.empty() && !options.crop && !options.replace);
        QVERIFY(!options.size.factor && !options.size.width && !options.size.megapixels);
        QCOMPARE(options.colourLock, none.colourLock);
        QCOMPARE(options.quality, none.quality);
        QCOMPARE(options.bits, none.bits);
        QCOMPARE(options.tile, none.tile);
        QCOMPARE(options.exact, none.exact);
        QCOMPARE(options.memoryShare, none.memoryShare);
        QVERIFY(options.model == none.model);
        QCOMPARE(options.cacheFolder, std::filesystem::path("/cache"));
    }

    void takesEverySetting()
    {
        EnlargeSettings settings;
        settings.crop = image::PixelRect{1, 2, 30, 40};
        settings.size.longSide = 500;
        settings.colourLock = true;
        settings.output = {PhotoFormat::Tiff, 70, 16};
        settings.tile = 64;
        settings.exact = true;
        settings.memoryShare = 0.25;
        const auto options = makeUpscaleOptions(settings, mixture(), "a.jpg", PhotoFormat::Jpeg);
        QVERIFY(options.crop == settings.crop);
        QVERIFY(options.size.longSide == settings.size.longSide);
        QVERIFY(options.colourLock && options.exact);
        QCOMPARE(options.format, PhotoFormat::Tiff);
        QCOMPARE(options.quality, 70);
        QCOMPARE(options.bits, 16);
        QCOMPARE(options.tile, 64);
        QCOMPARE(options.memoryShare, 0.25);
        QVERIFY(options.model == mixture());
    }

    void theFormatIsTheSourcesWhereWeWriteIt()
    {
        const auto format = [](PhotoFormat source) { return makeUpscaleOptions({}, {}, "a", source).format; };
        QCOMPARE(format(PhotoFormat::WebP), PhotoFormat::WebP);
        QCOMPARE(format(PhotoFormat::Heic), PhotoFormat::Jpeg);
        QCOMPARE(format(PhotoFormat::Bmp), PhotoFormat::Png);
    }

    void namesTellWhatWasAskedFor()
    {
        EnlargeSettings settings;
        const auto fields = [&](int sourceWidth) {
            const auto options =
                makeUpscaleOptions(settings, mixture(), "/photos/beach.jpg", PhotoFormat::Jpeg);
            return nameFieldsOf(options, sourceWidth, {96, 64});
        };
        const NameFields made = fields(24);
        QCOMPARE(made.name, "beach");
        QCOMPARE(made.model, "photo-x4 at strength 0.5");
        QCOMPARE(made.scale, "4");
        QCOMPARE(made.width, "96");
        QCOMPARE(made.height, "64");
        QCOMPARE(made.precision, "bf16");
        QCOMPARE(made.parent, "photos");
        QCOMPARE(fields(0).scale, "0"); // no size is known
        settings.size.factor = 2.5;
        QCOMPARE(fields(24).scale, "2.5");
    }

    void theDateIsTheMachines()
    {
        const QDate before = QDate::currentDate();
        const QString date = QString::fromStdString(nameFieldsOf({}, 1, {1, 1}).date);
        const QDate after = QDate::currentDate(); // it may be midnight
        QVERIFY(date == before.toString(Qt::ISODate) || date == after.toString(Qt::ISODate));
        QVERIFY(todayText().size() == localDateText().size());
    }
};

QTEST_GUILESS_MAIN(UpscaleOptionsTest)
#include "upscale_options_test.moc"
