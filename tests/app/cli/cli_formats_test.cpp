// SPDX-License-Identifier: GPL-3.0-or-later
// Photos that leave a choice: RAW and its colours, files of several pages.
#include "core/image/read/photo_reader.h"
#include "tests/app/cli/cli_program.h"
#include "tests/core/image/made_dng.h"
#include "tests/core/image/made_files.h"
#include "tests/support/test_files.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace enlarger::tests;
using enlarger::image::PhotoFormat;
using enlarger::image::PhotoReader;

class CliFormatsTest : public QObject
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

    // 16 bits as TIFF, with the profile that was asked for, and what the camera said.
    void rawIsDeveloped()
    {
        enlarger::image::Image linear(64, 48, 3);
        std::fill_n(linear.data(), linear.size(), 0.2f);
        writeDng(m_cli->path("photo.dng"), seenByCamera(linear), {.bits = 14, .orientation = 6});
        const CliResult result = m_cli->upscale(text("photo.dng --raw-space p3 --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject plan = result.event(text("plan"));
        QCOMPARE(plan[text("format")].toString(), text("TIFF"));
        QCOMPARE(plan[text("bits")].toInt(), 16);
        QVERIFY2(result.out.contains(text("developed in Display P3")), qPrintable(result.out));
        auto reader = PhotoReader::open(m_cli->path("photo_x4.tif"));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().format, PhotoFormat::Tiff);
        QCOMPARE(reader->info().width, 192); // upright
        QCOMPARE(reader->info().bits, 16);
        QVERIFY(!reader->info().metadata.icc.empty());
        QVERIFY(!reader->info().metadata.exif.empty());

        const CliResult wrong = m_cli->upscale(text("photo.dng --raw-space cmyk"));
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY2(wrong.err.contains(text("--raw-space")), qPrintable(wrong.err));
    }

    void aPageIsChosen()
    {
        enlarger::image::Image roll(16, 32, 3); // two frames, one below the other: black, white
        for (int y = 0; y < 32; ++y)
            std::ranges::fill(roll.row(y), y < 16 ? 0.0f : 1.0f);
        const auto frames = toVips(roll, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
        vips_image_set_int(frames.get(), VIPS_META_PAGE_HEIGHT, 16);
        QVERIFY(save(frames.get(), m_cli->path("film.webp"), "[lossless]"));
        const CliResult second = m_cli->upscale(text("film.webp --page 2 --json -o second.png"));
        QVERIFY2(second.exitCode == 0, qPrintable(second.err));
        QVERIFY2(second.out.contains(text("Only frame 2 of 2 was read")), qPrintable(second.out));
        const CliResult third = m_cli->upscale(text("film.webp --page 3"));
        QCOMPARE(third.exitCode, 1);
        QVERIFY2(third.err.contains(text("holds 2 pictures, and number 3 was asked for")),
                 qPrintable(third.err));
    }
};

QTEST_GUILESS_MAIN(CliFormatsTest)
#include "cli_formats_test.moc"
