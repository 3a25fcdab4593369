// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_settings.h"

#include "tests/app/queue/queue_material.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class JobSettingsTest : public QObject
{
    Q_OBJECT

private:
    static JobSettings full()
    {
        JobSettings settings = tests::queueSettings();
        settings.enlarge.turn = {3, -2.5};
        settings.enlarge.crop = image::PixelRect{3, 5, 40, 30};
        settings.enlarge.size.longSide = 4000;
        settings.enlarge.dpi = 300.0;
        settings.enlarge.colourLock = true;
        settings.enlarge.output = {image::PhotoFormat::Jxl, 80, 16};
        settings.enlarge.tile = 128;
        settings.enlarge.exact = true;
        settings.enlarge.memoryShare = 0.25;
        settings.model.crisp = infer::NetworkFile{"/models/crisp.safetensors", "abc"};
        settings.model.strength = 0.6;
        settings.scale = 2;
        settings.target = {"/somewhere", "{name}-{width}", IfExists::Overwrite};
        return settings;
    }

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        for (const JobSettings& settings : {full(), tests::queueSettings()}) {
            const auto read = settingsFrom(settingsText(settings));
            QVERIFY2(read.ok(), settingsText(settings).constData());
            QCOMPARE(settingsText(*read), settingsText(settings));
            QVERIFY(read->model == settings.model);
            QVERIFY(read->enlarge.crop == settings.enlarge.crop);
            QVERIFY(read->enlarge.output == settings.enlarge.output);
            QCOMPARE(read->target.folder, settings.target.folder);
        }
    }

    void eachSettingHasAPartInTheKey()
    {
        const QByteArray key = withKey(full())->key;
        const auto differs = [&key](const auto& change) {
            JobSettings settings = full();
            change(settings);
            return withKey(std::move(settings))->key != key;
        };
        QCOMPARE(withKey(full())->key, key);
        QVERIFY(differs([](JobSettings& s) { s.enlarge.turn.quarters = 1; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.crop->width = 41; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.size.longSide = 4001; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.dpi = 301.0; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.colourLock = false; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.ensemble = true; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.reading.page = 2; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.reading.rawSpace = image::RawSpace::AdobeRgb; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.output.quality = 81; }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.output.format.reset(); }));
        QVERIFY(differs([](JobSettings& s) { s.enlarge.exact = false; }));
        QVERIFY(differs([](JobSettings& s) { s.model.network.sha256 = "other"; }));
        QVERIFY(differs([](JobSettings& s) { s.model.strength = 0.61; }));
        QVERIFY(differs([](JobSettings& s) { s.model.device.name = "cuda:0"; }));
        QVERIFY(differs([](JobSettings& s) { s.target.folder = "/elsewhere"; }));
        QVERIFY(differs([](JobSettings& s) { s.target.ifExists = IfExists::Skip; }));
    }

    void namesNeedNotBeUtf8()
    {
        JobSettings settings = full();
        settings.target.folder = "/na\xEFve";
        const auto read = settingsFrom(settingsText(settings));
        QVERIFY(read.ok());
        QCOMPARE(read->target.folder, settings.target.folder);
    }

    void nonsenseIsRefused()
    {
        for (const char* text : {"", "{}", "[1]", "{\"scale\":4}", "{\"scale\":4,\"model\":{\"network\":7}}"})
            QVERIFY2(!settingsFrom(text), text);
    }

    void thePhotosOwnStays()
    {
        JobSettings own = tests::queueSettings();
        own.enlarge.crop = image::PixelRect{1, 2, 3, 4};
        own.enlarge.reading.page = 7;
        const JobSettings mixed = settingsForPhotoOf(own, full());
        QVERIFY(mixed.enlarge.crop == own.enlarge.crop);
        QVERIFY(mixed.enlarge.turn.isNone());
        QCOMPARE(mixed.enlarge.reading.page, 7);
        QVERIFY(mixed.target.nameTemplate.find("{page}") == std::string::npos);
        own.target.nameTemplate = withPage("{name}_x{scale}");
        QCOMPARE(own.target.nameTemplate, "{name}-{page}_x{scale}");
        QVERIFY(settingsForPhotoOf(own, full()).target.nameTemplate.find("{page}") != std::string::npos);
        QCOMPARE(mixed.enlarge.output.quality, 80);
    }
};

QTEST_GUILESS_MAIN(JobSettingsTest)
#include "job_settings_test.moc"
