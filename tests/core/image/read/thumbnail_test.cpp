// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/histogram.h"
#include "core/image/read/photo_thumbnail.h"
#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// What is shown of a photo in small: its thumbnail and its histogram.
class ThumbnailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_data();
    void sizes();
    void areMeans();
    void transparentColoursDoNotCount();
    void stopsWhenAsked();
    void brokenFilesAreErrors();

    void countsEveryPixelOfSmallPictures();
    void countsGreysInAllFour();
    void countsDeepPicturesInEightBits();
    void samplesLargePictures();
    void leavesOutWhatIsTransparent();

private:
    fs::path write(const Image& picture)
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / "photo.png";
        WriteOptions options{PhotoFormat::Png};
        options.bits = 16;
        options.replace = true;
        return writePhoto(file, picture, options) ? file : fs::path();
    }

    QTemporaryDir m_folder;
};

void ThumbnailTest::sizes_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("longest");
    QTest::addColumn<int>("expectedWidth");
    QTest::addColumn<int>("expectedHeight");
    QTest::newRow("landscape") << 150 << 100 << 30 << 30 << 20;
    QTest::newRow("portrait") << 100 << 150 << 30 << 20 << 30;
    QTest::newRow("smaller already") << 15 << 10 << 30 << 15 << 10;
    QTest::newRow("a line") << 400 << 1 << 20 << 20 << 1;
    QTest::newRow("a column") << 1 << 400 << 20 << 1 << 20;
    QTest::newRow("one pixel") << 50 << 40 << 1 << 1 << 1;
}

void ThumbnailTest::sizes()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, longest);
    auto reader = PhotoReader::open(write(noise(width, height, 3)));
    ENLARGER_VERIFY(reader);
    const auto thumbnail = readThumbnail(*reader, longest);
    ENLARGER_VERIFY(thumbnail);
    QTEST(thumbnail->width(), "expectedWidth");
    QTEST(thumbnail->height(), "expectedHeight");
    QCOMPARE(thumbnail->channels(), 3);
}

void ThumbnailTest::areMeans()
{
    const fs::path file = write(noise(203, 301, 1)); // several bands
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const auto thumbnail = readThumbnail(*reader, 100);
    ENLARGER_VERIFY(thumbnail);
    const auto whole = readPhoto(file);
    ENLARGER_VERIFY(whole);
    QVERIFY(same(*thumbnail, resize(*whole, 67, 100, {Kernel::Area})));
}

void ThumbnailTest::transparentColoursDoNotCount()
{
    Image picture = plain(200, 200, {1.0f, 0.5f, 0.0f, 1.0f});
    for (int y = 0; y < 200; ++y)
        for (int x = y % 2; x < 200; x += 2) {
            picture.at(x, y, 0) = 0.0f; // every other pixel is a black that nobody sees
            picture.at(x, y, 1) = 0.0f;
            picture.at(x, y, 3) = 0.0f;
        }
    auto reader = PhotoReader::open(write(picture));
    ENLARGER_VERIFY(reader);
    const auto thumbnail = readThumbnail(*reader, 10);
    ENLARGER_VERIFY(thumbnail);
    QVERIFY(farthest(*thumbnail, plain(10, 10, {1.0f, 0.5f, 0.0f, 0.5f})) < 1e-4f);
}

void ThumbnailTest::stopsWhenAsked()
{
    auto reader = PhotoReader::open(write(noise(20, 20, 3)));
    ENLARGER_VERIFY(reader);
    std::stop_source stop;
    stop.request_stop();
    const auto thumbnail = readThumbnail(*reader, 10, stop.get_token());
    QVERIFY(!thumbnail);
    QCOMPARE(thumbnail.error().kind, ErrorKind::Cancelled);
}

void ThumbnailTest::brokenFilesAreErrors()
{
    const fs::path file = write(noise(200, 200, 3));
    Bytes bytes = readBytes(file);
    bytes.resize(bytes.size() / 2);
    writeBytes(file, bytes);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const auto thumbnail = readThumbnail(*reader, 10);
    QVERIFY(!thumbnail);
    QCOMPARE(thumbnail.error().file, file);
}

void ThumbnailTest::countsEveryPixelOfSmallPictures()
{
    PackedPicture picture(30, 20, 3, 8);
    picture.setRows(0, plain(30, 20, {1.0f, 0.2f, 0.0f}));
    picture.setRows(7, plain(30, 1, {0.0f, 0.0f, 1.0f}));
    const Histogram histogram = makeHistogram(picture);
    QCOMPARE(histogram.pixels, 600);
    QCOMPARE(histogram.red[255], 570u);
    QCOMPARE(histogram.red[0], 30u);
    QCOMPARE(histogram.green[51], 570u);
    QCOMPARE(histogram.blue[255], 30u);
    QCOMPARE(histogram.luma[91], 570u); // 0.2126 * 255 + 0.7152 * 51
    QCOMPARE(histogram.luma[18], 30u);  // 0.0722 * 255
}

void ThumbnailTest::countsGreysInAllFour()
{
    PackedPicture picture(256, 1, 1, 8);
    Image fade(256, 1, 1);
    for (int x = 0; x < 256; ++x)
        fade.at(x, 0, 0) = float(x) / 255.0f;
    picture.setRows(0, fade);
    const Histogram histogram = makeHistogram(picture);
    Histogram::Counts ones;
    ones.fill(1);
    QVERIFY(histogram.red == ones && histogram.green == ones && histogram.blue == ones &&
            histogram.luma == ones);
}

void ThumbnailTest::countsDeepPicturesInEightBits()
{
    PackedPicture picture(10, 10, 3, 16);
    picture.setRows(0, plain(10, 10, {0.5f, 0.25f, 1.0f}));
    const Histogram histogram = makeHistogram(picture);
    QCOMPARE(histogram.red[128], 100u);
    QCOMPARE(histogram.green[64], 100u);
    QCOMPARE(histogram.blue[255], 100u);
}

void ThumbnailTest::samplesLargePictures()
{
    PackedPicture picture(4000, 3000, 1, 8);
    for (int y = 1500; y < 3000; y += 100)
        picture.setRows(y, plain(4000, 100, {1.0f}));
    const Histogram histogram = makeHistogram(picture);
    QVERIFY(histogram.pixels > 1'500'000 && histogram.pixels <= 2'000'000);
    QCOMPARE(std::accumulate(histogram.luma.begin(), histogram.luma.end(), std::int64_t(0)),
             histogram.pixels);
    QVERIFY(std::abs(double(histogram.luma[255]) / double(histogram.pixels) - 0.5) < 0.01);
}

void ThumbnailTest::leavesOutWhatIsTransparent()
{
    PackedPicture picture(10, 2, 4, 8);
    picture.setRows(0, plain(10, 1, {1.0f, 1.0f, 1.0f, 0.0f}));
    picture.setRows(1, plain(10, 1, {0.0f, 0.0f, 0.0f, 0.5f}));
    const Histogram histogram = makeHistogram(picture);
    QCOMPARE(histogram.pixels, 10);
    QCOMPARE(histogram.red[0], 10u);
    QCOMPARE(histogram.red[255], 0u);
}

QTEST_GUILESS_MAIN(ThumbnailTest)

#include "thumbnail_test.moc"
