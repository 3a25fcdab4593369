// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "core/image/resample/resample.h"
#include "core/infer/export/pass_plan.h"
#include "core/infer/export/photo_upscaler.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

/// Exports of networks that run as exact streams.
class StreamExportTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(compactModel()->traits().streams()); }
    void init() { openFolder(); }
    void streamsUnlessTilesAreAskedFor();
    void twoPassesStream();
    void littleMemoryBringsLowStrips();
    void widePhotosRunInTiles();
    void whatFailsInStripsRunsInTiles();
};

void StreamExportTest::streamsUnlessTilesAreAskedFor()
{
    const auto model = farSightedModel();
    const Image picture = smoothPicture(90, 1000, 3); // in many strips
    auto request = options(picture);
    std::vector<Progress> reports;
    const auto report =
        PhotoUpscaler(model).run(request, m_gate, [&](const Progress& one) { reports.push_back(one); });
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.strip > 0 && report->plan.tiles > 1);
    QCOMPARE(reports.size(), std::size_t(report->plan.tiles) + 1);
    QVERIFY(reports.back().secondsLeft < 1e-3);
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);

    request.ensemble = true; // turns pieces
    const auto turned = PhotoUpscaler(model).plan(request, m_gate);
    ENLARGER_VERIFY(turned);
    QVERIFY(turned->strip == 0 && turned->tile > 0);
    request.ensemble = false;
    request.tile = 64;
    const auto tiles = PhotoUpscaler(model).plan(request, m_gate);
    ENLARGER_VERIFY(tiles);
    QVERIFY(tiles->strip == 0);
    QCOMPARE(tiles->tile, 64);
}

void StreamExportTest::twoPassesStream()
{
    const auto model = compactModel();
    const Image picture = smoothPicture(50, 300, 3);
    auto request = options(picture);
    request.size.factor = 4.0;
    request.colourLock = true;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.strip > 0);
    QCOMPARE(report->plan.passes, 2);
    request.colourLock = false;
    request.replace = true;
    ENLARGER_VERIFY(PhotoUpscaler(model).run(request, m_gate));
    const Image expected = enlarged(*model, enlarged(*model, picture));
    QVERIFY(largestDifference(*image::readPhoto(request.output), clamped(expected)) <= 2 * step16);
}

void StreamExportTest::littleMemoryBringsLowStrips()
{
    const auto model = farSightedModel();
    const Image picture = smoothPicture(900, 100, 3);
    constexpr std::int64_t plenty = std::int64_t(1) << 40;
    const PixelSize size{picture.width(), picture.height()};
    const PassPlan fastest = planStreamWithin({plenty, plenty, true}, model->traits(), size, 3);
    const PassPlan lowest = planStreamWithin({0, 0, true}, model->traits(), size, 3);
    QVERIFY(lowest.streams && lowest.strip < fastest.strip);
    const auto most = double(fastest.memory.main);
    const auto least = double(lowest.memory.main);
    QVERIFY2(least < 0.85 * most, qPrintable(QString("%1 of %2").arg(least).arg(most)));

    auto request = options(picture);
    request.memoryShare = (most + least) / 2 / double(device::findDevice("cpu")->freeMemory);
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QCOMPARE(report->plan.strip, lowest.strip);
    QCOMPARE(report->plan.notes.size(), std::size_t(1));
    QVERIFY(report->plan.notes.front().find("strips are lower") != std::string::npos);
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);
}

void StreamExportTest::widePhotosRunInTiles()
{
    const auto model = compactModel();
    const Image picture = smoothPicture(500, 200, 3);
    auto request = options(picture);
    request.memoryShare = 1e-9;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.strip == 0 && report->plan.tiles > 1);
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);
    request.exact = true; // which a network of a small receptive field is in tiles, too
    request.replace = true;
    ENLARGER_VERIFY(PhotoUpscaler(model).run(request, m_gate));
}

void StreamExportTest::whatFailsInStripsRunsInTiles()
{
    const auto model = overflowingModel();
    if (!model->traits().streamsPieces)
        QSKIP("this processor has no kernels, whose sums might overflow");
    const Image picture = smoothPicture(90, 100, 3);
    auto request = options(picture);
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.strip == 0 && report->plan.tile > 0);
    QVERIFY(report->notes.back().find("in tiles") != std::string::npos);
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);

    request.replace = true;
    request.exact = true; // then no tiles are wanted
    QVERIFY(!PhotoUpscaler(model).run(request, m_gate));
}

QTEST_GUILESS_MAIN(StreamExportTest)
#include "stream_export_test.moc"
