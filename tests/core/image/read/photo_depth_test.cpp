// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// Depths of JPEG XL and HEIF fill the whole range, and colour spaces come out as profiles.
class PhotoDepthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jxlDepthsFillTheRange_data();
    void jxlDepthsFillTheRange();
    void lossyJxlKeepsItsProfile();
    void heifTenBitsReachWhite();
    void heifNamedColoursGetAProfile();
    void heifGreyStaysGrey();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

void PhotoDepthTest::jxlDepthsFillTheRange_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("channels");
    for (const int bits : {8, 10, 12, 16})
        for (int channels = 1; channels <= 4; ++channels)
            QTest::addRow("%d bits, %d channels", bits, channels) << bits << channels;
}

void PhotoDepthTest::jxlDepthsFillTheRange()
{
    QFETCH(int, bits);
    QFETCH(int, channels);
    const Image picture = rounded(noise(40, 30, channels), (1 << bits) - 1);
    const fs::path file = path("depth.jxl");
    QVERIFY(writeJxl(file, picture, {.bits = bits}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, bits == 8 ? 8 : 16);
    QCOMPARE(reader->info().channels, channels);
    QVERIFY(reader->info().metadata.icc.empty());
    const auto read = reader->read(30);
    ENLARGER_VERIFY(read);
    if (bits == 8 || bits == 16)
        QCOMPARE(farthest(*read, picture), 0.0f);
    else // libjxl gives the nearest of 65536 steps
        QVERIFY(farthest(*read, picture) < 0.51f / 65535.0f);
}

void PhotoDepthTest::lossyJxlKeepsItsProfile()
{
    const Image picture = quarters(64, 48);
    const Bytes profile = smallProfile("RGB ");
    const fs::path file = path("profile.jxl");
    QVERIFY(writeJxl(file, picture, {.bits = 16, .lossless = false, .icc = profile}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QVERIFY(reader->info().metadata.icc == profile);
    const auto read = reader->read(48);
    ENLARGER_VERIFY(read);
    for (const int x : {2, 34}) // not across the edges, where the loss is
        for (const int y : {2, 26}) {
            const float difference = farthest(read->crop(x, y, 28, 20), picture.crop(x, y, 28, 20));
            QVERIFY2(difference < 0.03f, qPrintable(QString::number(double(difference))));
        }
}

void PhotoDepthTest::heifTenBitsReachWhite()
{
    for (const int bits : {10, 12}) {
        for (const float value : {0.0f, 1.0f}) {
            const fs::path file = path("deep.heif"); // libheif 1.15 writes 10 bits as HEVC alone
            QVERIFY(
                writeHeif(file, plain(32, 32, {value, value, value}), {.avif = bits == 12, .bits = bits}));
            auto reader = PhotoReader::open(file);
            ENLARGER_VERIFY(reader);
            QCOMPARE(reader->info().bits, 16);
            const auto read = reader->read(32);
            ENLARGER_VERIFY(read);
            QVERIFY(farthest(*read, plain(32, 32, {value, value, value})) < 1.01f / float((1 << bits) - 1));
        }
    }
    // the steps between are finer than 8 bits can hold
    const float fine = 513.0f / 1023.0f;
    QVERIFY(writeHeif(path("fine.heif"), plain(32, 32, {fine, fine, fine}), {.avif = false, .bits = 10}));
    const auto read = readPhoto(path("fine.heif"));
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(32, 32, {fine, fine, fine})) < 1.01f / 1023.0f);
}

void PhotoDepthTest::heifNamedColoursGetAProfile()
{
    constexpr int displayP3 = 12, bt709 = 1;
    QVERIFY(writeHeif(path("p3.avif"), quarters(32, 32), {.primaries = displayP3}));
    auto wide = PhotoReader::open(path("p3.avif"));
    ENLARGER_VERIFY(wide);
    QVERIFY(wide->info().metadata.icc.size() > 128);
    QVERIFY(writeHeif(path("709.avif"), quarters(32, 32), {.primaries = bt709}));
    auto usual = PhotoReader::open(path("709.avif"));
    ENLARGER_VERIFY(usual);
    QVERIFY(usual->info().metadata.icc.empty());
}

void PhotoDepthTest::heifGreyStaysGrey()
{
    for (const char* name : {"grey.avif", "grey.heic"}) {
        const bool avif = std::string(name).ends_with("avif");
        QVERIFY(writeHeif(path(name), plain(64, 64, {0.4f}), {.avif = avif}));
        auto reader = PhotoReader::open(path(name));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 1);
        const auto read = reader->read(64);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, plain(64, 64, {0.4f})) < 0.01f);
    }
}

QTEST_GUILESS_MAIN(PhotoDepthTest)
#include "photo_depth_test.moc"
