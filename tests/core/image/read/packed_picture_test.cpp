// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/packed_picture.h"
#include "core/image/resample/alpha_bleed.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

class PackedPictureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatTheReaderGives_data();
    void keepsWhatTheReaderGives();
    void bleedsUnderTransparentPixels();
    void roundsAndClamps();
    void givesPieces();
    void tellsItsProgress();
    void stopsWhenAsked();
    void brokenFilesAreErrors();
    void whatDoesNotFitIsRefused();

private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;
};

void PackedPictureTest::keepsWhatTheReaderGives_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("bits");
    for (const int channels : {1, 3})
        for (const int bits : {8, 16})
            QTest::addRow("%d channels of %d bits", channels, bits) << channels << bits;
}

void PackedPictureTest::keepsWhatTheReaderGives()
{
    QFETCH(int, channels);
    QFETCH(int, bits);
    const fs::path file = path("kept.png");
    WriteOptions options{PhotoFormat::Png};
    options.bits = bits;
    options.replace = true;
    ENLARGER_VERIFY(writePhoto(file, noise(67, 150, channels), options)); // more rows than a band

    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const auto packed = PackedPicture::read(*reader);
    ENLARGER_VERIFY(packed);
    const PackedPicture& picture = **packed;
    QCOMPARE(picture.width(), 67);
    QCOMPARE(picture.height(), 150);
    QCOMPARE(picture.channels(), channels);
    QCOMPARE(picture.bits(), bits);
    QCOMPARE(picture.bytes(), std::int64_t(67) * 150 * channels * (bits / 8));
    const auto whole = readPhoto(file);
    ENLARGER_VERIFY(whole);
    QVERIFY(same(picture.piece({0, 0, 67, 150}), *whole));
}

void PackedPictureTest::bleedsUnderTransparentPixels()
{
    Image holes = noise(60, 150, 4);
    for (int y = 0; y < 150; ++y)
        for (int x = 0; x < 60; ++x)
            holes.at(x, y, 3) = (x / 7 + y / 20) % 3 == 0 ? 0.0f : 1.0f;
    const fs::path file = path("holes.png");
    ENLARGER_VERIFY(writePhoto(file, holes, {PhotoFormat::Png}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const PhotoInfo info = reader->info();
    QVERIFY(info.hasAlpha());
    const auto packed = PackedPicture::read(*reader);
    ENLARGER_VERIFY(packed);
    auto whole = readPhoto(file);
    ENLARGER_VERIFY(whole);
    const auto bled = makeAlphaBleed(info.width, info.height, info.channels)->push(std::move(*whole), true);
    ENLARGER_VERIFY(bled);
    QVERIFY(farthest((*packed)->piece({0, 0, info.width, info.height}), *bled) <= 0.5f / 255.0f + 1e-6f);
}

void PackedPictureTest::roundsAndClamps()
{
    Image row(5, 1, 1);
    const float values[] = {-1.0f, 2.0f, std::numeric_limits<float>::quiet_NaN(), 0.5f / 255.0f,
                            100.4f / 255.0f};
    std::copy(std::begin(values), std::end(values), row.data());
    PackedPicture picture(5, 2, 1, 8);
    picture.setRows(1, row);
    const Image got = picture.piece({0, 1, 5, 1});
    const int levels[] = {0, 255, 0, 1, 100};
    for (int x = 0; x < 5; ++x)
        QCOMPARE(got.at(x, 0, 0), float(levels[x]) / 255.0f);
}

void PackedPictureTest::givesPieces()
{
    const Image whole = rounded(noise(40, 30, 3), 65535);
    PackedPicture picture(40, 30, 3, 16);
    picture.setRows(0, whole.crop(0, 0, 40, 11));
    picture.setRows(11, whole.crop(0, 11, 40, 19));
    for (const PixelRect& rect : {PixelRect{0, 0, 40, 30}, {39, 29, 1, 1}, {5, 9, 7, 4}, {3, 3, 0, 5}})
        QVERIFY(farthest(picture.piece(rect), whole.crop(rect.x, rect.y, rect.width, rect.height)) <= 1e-7f);
}

void PackedPictureTest::tellsItsProgress()
{
    const fs::path file = path("progress.png");
    ENLARGER_VERIFY(writePhoto(file, noise(20, 150, 3), {PhotoFormat::Png}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    std::vector<std::int64_t> seen;
    ENLARGER_VERIFY(PackedPicture::read(*reader, {}, [&](const Progress& progress) {
        QCOMPARE(progress.total, 150);
        seen.push_back(progress.done);
    }));
    QVERIFY(seen.size() > 1);
    QVERIFY(std::ranges::is_sorted(seen));
    QCOMPARE(seen.back(), 150);
}

void PackedPictureTest::stopsWhenAsked()
{
    const fs::path file = path("stopped.png");
    ENLARGER_VERIFY(writePhoto(file, noise(20, 150, 3), {PhotoFormat::Png}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    std::stop_source stop;
    const auto packed =
        PackedPicture::read(*reader, stop.get_token(), [&](const Progress&) { stop.request_stop(); });
    QVERIFY(!packed);
    QCOMPARE(packed.error().kind, ErrorKind::Cancelled);
}

void PackedPictureTest::brokenFilesAreErrors()
{
    const fs::path file = path("broken.png");
    ENLARGER_VERIFY(writePhoto(file, noise(50, 150, 3), {PhotoFormat::Png}));
    Bytes bytes = readBytes(file);
    bytes.resize(bytes.size() / 2);
    writeBytes(file, bytes);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const auto packed = PackedPicture::read(*reader);
    QVERIFY(!packed);
    QCOMPARE(packed.error().file, file);
}

void PackedPictureTest::whatDoesNotFitIsRefused()
{
    // A PPM of which only the header and a hole are there: 17 gigapixels in some bytes of disk.
    const fs::path file = path("large.ppm");
    writeBytes(file, toBytes("P6 131072 131072 65535\n"));
    fs::resize_file(file, 23 + std::uintmax_t(131072) * 131072 * 6);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const auto packed = PackedPicture::read(*reader);
    if (packed)
        QSKIP("this machine can hold 103 GB");
    QCOMPARE(packed.error().kind, ErrorKind::OutOfMemory);
    QCOMPARE(packed.error().file, file);
}

QTEST_GUILESS_MAIN(PackedPictureTest)

#include "packed_picture_test.moc"
