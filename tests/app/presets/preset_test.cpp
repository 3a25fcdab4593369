// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presets/preset.h"
#include "app/presets/provenance_preset.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

namespace {

Preset fullPreset()
{
    const PrintSize print{PrintSize::Side::Width, {40.5, LengthUnit::Centimetre}, 240.0};
    return {.name = "Gallery",
            .model = "photo-x4",
            .strength = 0.25,
            .size = PresetSize{pixelsOf(print), print},
            .colourLock = false,
            .format = PresetFormat{image::PhotoFormat::WebP},
            .quality = 80,
            .bits = 8,
            .nameTemplate = "{name}_{counter}"};
}

// Quotes for apostrophes.
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace

class PresetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void savedThenReadIsTheSame_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(builtInPresets().size()); ++i)
            QTest::addRow("%s", builtInPresets()[std::size_t(i)].name.c_str()) << i;
        QTest::newRow("everything") << -1;
        QTest::newRow("nothing but a name") << -2;
    }

    void savedThenReadIsTheSame()
    {
        QFETCH(int, index);
        const Preset preset = index >= 0    ? builtInPresets()[std::size_t(index)]
                              : index == -1 ? fullPreset()
                                            : Preset{.name = "Bare"};
        const auto read = presetFrom(presetText(preset), "own.json");
        QVERIFY2(bool(read), read ? "" : read.error().text().c_str());
        QCOMPARE(read->name, preset.name);
        QVERIFY(*read == preset);
    }

    void sizesArePixelsOrPaper()
    {
        const auto pixels = presetFrom(json("{'name': 'a', 'long-side': 3000}"), {});
        QVERIFY(pixels);
        QCOMPARE(pixels->size->pixels.longSide, 3000);
        QVERIFY(!pixels->size->print);
        const auto paper = presetFrom(json("{'name': 'a', 'height': '10in', 'dpi': 200}"), {});
        QVERIFY(paper);
        QCOMPARE(paper->size->pixels.height, 2000);
        QCOMPARE(paper->size->print->dpi, 200.0);
        const auto standard = presetFrom(json("{'name': 'a', 'width': '10in'}"), {});
        QVERIFY(standard);
        QCOMPARE(standard->size->pixels.width, 3000);
    }

    void wrongOnesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        QTest::newRow("no JSON") << QByteArray("{") << "at byte";
        QTest::newRow("empty") << QByteArray() << "at byte";
        QTest::newRow("a list") << QByteArray("[1]") << "not a JSON object";
        QTest::newRow("no name") << json("{'quality': 5}") << "no name";
        const auto row = [](const char* title, const char* fields, const char* what) {
            QTest::newRow(title) << json(QByteArray("{'name': 'a', ") + fields + "}") << what;
        };
        row("unknown word", "'sharpness': 5", "'sharpness' is not known");
        row("two sizes", "'scale': 2, 'width': 100", "two sizes");
        row("too strong", "'strength': 1.5", "'strength' takes a number from 0 to 1");
        row("no number", "'scale': 'large'", "'scale' takes");
        row("half a pixel", "'width': 10.5", "'width' takes");
        row("dpi alone", "'dpi': 300", "'dpi' takes");
        row("dpi of pixels", "'width': 100, 'dpi': 300", "'dpi' takes");
        row("format that is not written", "'format': 'gif'", "'format' takes");
        row("odd depth", "'depth': 12", "'depth' takes");
        row("field of a name", "'file-name': '{nome}'", "'file-name' takes");
        row("no flag", "'colour-lock': 1", "'colour-lock' takes true or false");
        row("empty model", "'model': ''", "'model' takes");
    }

    void wrongOnesAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, what);
        const auto preset = presetFrom(text, "folder/own.json");
        QVERIFY(!preset);
        const QString sentence = QString::fromStdString(preset.error().text());
        QVERIFY2(sentence.contains(what), qPrintable(sentence));
        QVERIFY2(sentence.contains("own.json"), qPrintable(sentence));
    }

    void optionsAreThoseOfTheCommandLine()
    {
        const std::vector<std::pair<QString, QString>> expected{
            {"model", "photo-x4"}, {"strength", "0.25"}, {"width", "40.5cm"}, {"dpi", "240"},
            {"format", "webp"},    {"quality", "80"},    {"depth", "8"},      {"name", "{name}_{counter}"}};
        QCOMPARE(presetOptions(fullPreset()), expected); // an unset flag is no option
        Preset preset{.name = "a"};
        preset.colourLock = true;
        preset.format = PresetFormat{};
        preset.bits = 0;
        const std::vector<std::pair<QString, QString>> flags{{"colour-lock", ""}, {"depth", "auto"}};
        QCOMPARE(presetOptions(preset), flags);
    }

    void resultsSayTheirSettings()
    {
        image::Provenance made;
        made.modelName = "photo-x4 at strength 0.5";
        made.strength = "0.5";
        made.scale = "2.5";
        made.colourLock = "on";
        made.ensemble = "x8";
        made.crop = "1,2,3x4";
        Preset preset = presetOf(made);
        QCOMPARE(presetSummary(preset), "photo-x4, strength 0.5, x2.5, colour lock, mean of eight");
        made = {};
        made.modelName = "fast";
        made.scale = "640x480";
        preset = presetOf(made);
        QCOMPARE(presetSummary(preset), "fast, long side 640 pixels, no colour lock");
        for (const char* damaged : {"", "x", "4x", "x5", "-3", "1e9", "640x480x2"}) {
            made.scale = damaged;
            QVERIFY2(!presetOf(made).size, damaged);
        }
    }

    void summarySaysWhatItSets()
    {
        QCOMPARE(
            presetSummary(fullPreset()),
            "photo-x4, strength 0.25, width 40.5 cm at 240 dpi, no colour lock, WebP, quality 80, 8 bit, "
            "{name}_{counter}");
        QCOMPARE(presetSummary({.name = "a"}), "nothing");
    }
};

QTEST_GUILESS_MAIN(PresetTest)
#include "preset_test.moc"
