// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a photo is enlarged, and to which size.
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QJsonObject>
#include <QTest>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

class CliUpscaleSizesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    static QString text(const char* latin) { return QString::fromLatin1(latin); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", text("realesrgan-x4plus")); // the default model, small
    }

    void sizesOnPaper()
    {
        m_cli->writePicture("photo.png", 24, 16);
        const auto resolutionOf = [&](const char* file) {
            const auto reader = enlarger::image::PhotoReader::open(m_cli->path(file));
            return reader ? reader->info().metadata.resolution : enlarger::image::Resolution();
        };
        using Unit = enlarger::image::Resolution::Unit;
        CliResult result = m_cli->upscale(text("photo.png -o cm.png --width 2.54cm --dpi 72"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        auto reader = enlarger::image::PhotoReader::open(m_cli->path("cm.png"));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().width, 72);
        QCOMPARE(reader->info().height, 48);
        QCOMPARE(resolutionOf("cm.png"), (enlarger::image::Resolution{72.0, 72.0, Unit::Inch}));
        result = m_cli->upscale(text("cm.png -o in.jpg --long-side 0.5in")); // says otherwise than its source
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(resolutionOf("in.jpg"), (enlarger::image::Resolution{300.0, 300.0, Unit::Inch}));
        result = m_cli->upscale(text("in.jpg -o kept.png --scale 2"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(resolutionOf("kept.png"), (enlarger::image::Resolution{300.0, 300.0, Unit::Inch}));
        result = m_cli->upscale(text("photo.png -o said.png --dpi 240 --dry-run --width 5in"));
        QVERIFY2(result.out.contains(text("1200 x 800")), qPrintable(result.out));
        QVERIFY2(result.out.contains(text("12.7 x 8.5 cm at 240 dpi")), qPrintable(result.out));
    }

    void cropsAndLocksColours()
    {
        m_cli->writePicture("p.png", 40, 30);
        const CliResult result = m_cli->upscale(text("p.png --crop 8,4,20x16 --colour-lock --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject plan = result.event(text("plan"));
        QCOMPARE(plan[text("width")].toInt(), 80);
        QCOMPARE(plan[text("height")].toInt(), 64);
        QCOMPARE(plan[text("crop")][text("x")].toInt(), 8);
        QCOMPARE(plan[text("crop")][text("height")].toInt(), 16);
        QVERIFY(plan[text("colourLock")].toBool());
        QVERIFY(!plan.contains(text("strength")));
        const auto picture = enlarger::image::readPhoto(m_cli->path("p_x4.png"));
        ENLARGER_VERIFY(picture);
        QCOMPARE(picture->width(), 80);

        const CliResult outside = m_cli->upscale(text("p.png --crop 30,4,20x16"));
        QCOMPARE(outside.exitCode, 1);
        QVERIFY2(outside.err.contains(text("does not lie inside the photo of 40 x 30")),
                 qPrintable(outside.err));
    }

    void ensemblesTakeTheMeanOfEight()
    {
        m_cli->writePicture("p.png", 24, 16);
        QCOMPARE(m_cli->upscale(text("p.png -o plain.png")).exitCode, 0);
        const CliResult result = m_cli->upscale(text("p.png -o mean.png --ensemble --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject plan = result.event(text("plan"));
        QVERIFY(plan[text("ensemble")].toBool());
        QVERIFY2(result.out.contains(text("8 times as long")), qPrintable(result.out));
        const auto plain = enlarger::image::readPhoto(m_cli->path("plain.png"));
        const auto mean = enlarger::image::readPhoto(m_cli->path("mean.png"));
        ENLARGER_VERIFY(plain);
        ENLARGER_VERIFY(mean);
        QVERIFY(!std::equal(plain->data(), plain->data() + plain->size(), mean->data()));
    }

    void turnsBeforeItCrops()
    {
        m_cli->writePicture("p.png", 40, 30);
        QVERIFY(m_cli->upscale(text("p.png -o plain.png")).exitCode == 0);
        const CliResult result = m_cli->upscale(text("p.png -o turned.png --rotate 90 --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject plan = result.event(text("plan"));
        QCOMPARE(plan[text("rotate")].toInt(), 90);
        QCOMPARE(plan[text("width")].toInt(), 120);
        QCOMPARE(plan[text("height")].toInt(), 160);
        QVERIFY(!m_cli->upscale(text("p.png --dry-run --json")).event(text("plan")).contains(text("rotate")));

        const CliResult cropped = m_cli->upscale(
            text("p.png -o cropped.png --rotate 270 --straighten -2.5 --crop 1,10,20x25 --json"));
        QVERIFY2(cropped.exitCode == 0, qPrintable(cropped.err));
        QCOMPARE(cropped.event(text("plan"))[text("straighten")].toDouble(), -2.5);
        const auto reader = enlarger::image::PhotoReader::open(m_cli->path("cropped.png"));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().width, 80);
        QCOMPARE(reader->info().height, 100);
        const auto& xmp = reader->info().metadata.xmp;
        QVERIFY(std::string(xmp.begin(), xmp.end()).find("rotate 270, straighten -2.5") != std::string::npos);
        // The corners that are cut off leave no room for what the upright photo has.
        const CliResult outside =
            m_cli->upscale(text("p.png --rotate 270 --straighten 10 --crop 1,10,29x30"));
        QCOMPARE(outside.exitCode, 1);
        QVERIFY2(outside.err.contains(text("does not lie inside")), qPrintable(outside.err));
    }
};

QTEST_GUILESS_MAIN(CliUpscaleSizesTest)
#include "cli_upscale_sizes_test.moc"
