// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

Q_DECLARE_METATYPE(MadeTiff)

/// TIFFs whose samples libvips does not know: half floats, doubles, 10, 12, 24 bits, old-style JPEG.
class TiffSamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreExact_data();
    void valuesAreExact();
    void wideValuesSpoilNothingElse_data();
    void wideValuesSpoilNothingElse();
    void clippingIsToldWhereItHappens_data();
    void clippingIsToldWhereItHappens();
    void orientations();
    void oldStyleJpeg_data();
    void oldStyleJpeg();
    void truncatedIsDamaged_data();
    void truncatedIsDamaged();

private:
    fs::path path(const char* name = "made.tif") const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    QTemporaryDir m_folder;
};

namespace {

constexpr MadeTiff halfTiles{.compression = COMPRESSION_ADOBE_DEFLATE, .predictor = 3, .tiled = true};

/// In so many bands of rows, as exports read.
Result<Image> readInBands(PhotoReader& reader, int band)
{
    Image all;
    while (true) {
        auto rows = reader.read(band);
        if (!rows)
            return rows;
        if (rows->height() == 0)
            return all;
        all = all.height() == 0 ? std::move(*rows) : stack(all, *rows);
    }
}

} // namespace

void TiffSamplesTest::valuesAreExact_data()
{
    QTest::addColumn<MadeTiff>("made");
    QTest::addColumn<int>("channels");
    constexpr int integers = SAMPLEFORMAT_UINT, doubles = 64;
    QTest::newRow("half") << MadeTiff{} << 3;
    QTest::newRow("half, big-endian") << MadeTiff{.bigEndian = true} << 3;
    QTest::newRow("half, grey") << MadeTiff{.photometric = PHOTOMETRIC_MINISBLACK} << 1;
    QTest::newRow("half, white is zero") << MadeTiff{.photometric = PHOTOMETRIC_MINISWHITE} << 1;
    QTest::newRow("half, grey and alpha")
        << MadeTiff{.photometric = PHOTOMETRIC_MINISBLACK, .alpha = EXTRASAMPLE_UNASSALPHA} << 2;
    QTest::newRow("half, alpha") << MadeTiff{.alpha = EXTRASAMPLE_UNASSALPHA} << 4;
    QTest::newRow("half, one strip") << MadeTiff{.rowsPerStrip = 1000} << 3;
    QTest::newRow("half, LZW, differences") << MadeTiff{.compression = COMPRESSION_LZW, .predictor = 2} << 3;
    QTest::newRow("half, tiles, floating differences") << halfTiles << 3;
    QTest::newRow("half, planes") << MadeTiff{.planar = true} << 3;
    QTest::newRow("half, planes, alpha, LZW")
        << MadeTiff{.compression = COMPRESSION_LZW, .alpha = EXTRASAMPLE_UNASSALPHA, .planar = true} << 4;
    QTest::newRow("half, planes in tiles, big-endian")
        << MadeTiff{.compression = COMPRESSION_LZW, .tiled = true, .planar = true, .bigEndian = true} << 3;
    QTest::newRow("24-bit floats") << MadeTiff{.bits = 24} << 3;
    QTest::newRow("24-bit floats, deflate, tiles, floating differences")
        << MadeTiff{.bits = 24, .compression = COMPRESSION_ADOBE_DEFLATE, .predictor = 3, .tiled = true} << 3;
    QTest::newRow("24-bit floats, big-endian") << MadeTiff{.bits = 24, .bigEndian = true} << 3;
    QTest::newRow("doubles") << MadeTiff{.bits = doubles} << 3;
    QTest::newRow("doubles, grey, tiles, big-endian")
        << MadeTiff{.bits = doubles, .photometric = PHOTOMETRIC_MINISBLACK, .tiled = true, .bigEndian = true}
        << 1;
    QTest::newRow("doubles, floating differences")
        << MadeTiff{.bits = doubles, .compression = COMPRESSION_LZW, .predictor = 3} << 3;
    for (const int bits : {2, 4, 6, 10, 12, 14, 24, 64})
        QTest::addRow("%d bits", bits) << MadeTiff{.bits = bits, .format = integers} << 3;
    for (const int bits : {12, 24, 32})
        QTest::addRow("%d bits with a sign", bits) << MadeTiff{.bits = bits, .format = SAMPLEFORMAT_INT} << 3;
    QTest::newRow("12 bits, tiles, LZW")
        << MadeTiff{.bits = 12, .format = integers, .compression = COMPRESSION_LZW, .tiled = true} << 3;
    QTest::newRow("12 bits, grey, planes of colour and alpha")
        << MadeTiff{.bits = 12,
                    .format = integers,
                    .photometric = PHOTOMETRIC_MINISBLACK,
                    .alpha = EXTRASAMPLE_UNASSALPHA,
                    .planar = true}
        << 2;
    QTest::newRow("32-bit floats, as libvips reads them") << MadeTiff{.bits = 32} << 3;
}

void TiffSamplesTest::valuesAreExact()
{
    QFETCH(MadeTiff, made);
    QFETCH(int, channels);
    const Image picture = rounded(noise(45, 37, channels), 1024); // a half has eleven digits
    QVERIFY(writeTiff(path(), picture, made));
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, channels);
    QCOMPARE(reader->info().bits, made.bits > 8 ? 16 : 8);
    const auto read = readInBands(*reader, 7);
    ENLARGER_VERIFY(read);
    const bool isFloating = made.format == SAMPLEFORMAT_IEEEFP;
    const int digits = std::min(made.format == SAMPLEFORMAT_INT ? made.bits - 1 : made.bits, 30);
    Image expected = isFloating ? picture : rounded(picture, (1 << digits) - 1);
    if (made.photometric == PHOTOMETRIC_MINISWHITE)
        for (std::size_t i = 0; i < expected.size(); ++i)
            expected.data()[i] = 1.0f - expected.data()[i];
    QVERIFY2(farthest(*read, expected) < 1e-6f,
             qPrintable(QString::number(double(farthest(*read, expected)))));
    QVERIFY(reader->readingNotes().empty());
}

void TiffSamplesTest::wideValuesSpoilNothingElse_data()
{
    QTest::addColumn<int>("bits");
    for (const int bits : {16, 24, 32, 64})
        QTest::addRow("%d bits", bits) << bits;
}

void TiffSamplesTest::wideValuesSpoilNothingElse()
{
    QFETCH(int, bits);
    Image picture = rounded(noise(24, 16, 3), 1024);
    Image expected = picture;
    const std::vector<std::pair<float, float>> wide{{4.0f, 1.0f},         {-1.0f, 0.0f}, {INFINITY, 1.0f},
                                                    {-INFINITY, 0.0f},    {NAN, 0.0f},   {60000.0f, 1.0f},
                                                    {0x1p-24f, 0x1p-24f}, {-0.0f, 0.0f}};
    for (std::size_t i = 0; i < wide.size(); ++i) {
        picture.at(int(i) + 3, 5, int(i % 3)) = wide[i].first;
        expected.at(int(i) + 3, 5, int(i % 3)) = wide[i].second;
    }
    QVERIFY(writeTiff(path(), picture, {.bits = bits}));
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    const auto read = reader->read(16);
    ENLARGER_VERIFY(read);
    QVERIFY(same(*read, expected));
}

void TiffSamplesTest::clippingIsToldWhereItHappens_data()
{
    QTest::addColumn<float>("value");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("within") << 1.0f << false;
    QTest::newRow("rounding") << 1.00001f << false;
    QTest::newRow("above") << 1.01f << true;
    QTest::newRow("below") << -0.01f << true;
    QTest::newRow("not a number") << NAN << true;
}

void TiffSamplesTest::clippingIsToldWhereItHappens()
{
    QFETCH(float, value);
    QFETCH(bool, isTold);
    Image picture = noise(16, 16, 3);
    picture.at(3, 12, 1) = value;
    QVERIFY(writeTiff(path(), picture, {.bits = 32}));
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QVERIFY(!says(reader->info(), "clipped")); // nobody knows yet
    ENLARGER_VERIFY(reader->read(12));
    QVERIFY(reader->readingNotes().empty());
    ENLARGER_VERIFY(reader->read(4));
    QCOMPARE(reader->readingNotes().size(), std::size_t(isTold ? 1 : 0));
    if (isTold)
        QVERIFY(reader->readingNotes().front().find("clipped") != std::string::npos);
}

void TiffSamplesTest::orientations()
{
    const Image stored = rounded(noise(21, 13, 3), 1024);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        QVERIFY(writeTiff(path(), stored, {.orientation = orientation}));
        auto reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        const Image expected = upright(stored, orientation);
        QCOMPARE(reader->info().width, expected.width());
        QCOMPARE(reader->info().height, expected.height());
        const auto read = readInBands(*reader, 5);
        ENLARGER_VERIFY(read);
        QVERIFY2(same(*read, expected), qPrintable(QString::number(orientation)));
    }
}

void TiffSamplesTest::oldStyleJpeg_data()
{
    QTest::addColumn<int>("channels");
    QTest::newRow("grey") << 1;
    QTest::newRow("colour") << 3;
}

void TiffSamplesTest::oldStyleJpeg()
{
    QFETCH(int, channels);
    const Image picture = quarters(64, 48).takeChannels(0, channels);
    const auto made = toVips(picture, VIPS_FORMAT_UCHAR,
                             channels == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB);
    QVERIFY(save(made.get(), path("inside.jpg"), "[Q=98,subsample-mode=off]"));
    const Bytes tiff = oldStyleTiff(readBytes(path("inside.jpg")), 64, 48, channels);
    writeBytes(path(), tiff);
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, channels);
    const auto read = readInBands(*reader, 10);
    ENLARGER_VERIFY(read);
    const auto plain = readPhoto(path("inside.jpg"));
    ENLARGER_VERIFY(plain);
    QVERIFY(farthest(*read, *plain) < 1.5f / 255.0f);

    writeBytes(path("cut.tif"), Bytes(tiff.begin(), tiff.begin() + std::ptrdiff_t(tiff.size() / 3)));
    const auto cut = readPhoto(path("cut.tif"));
    QVERIFY(!cut.ok());
    QVERIFY2(cut.error().what.find("old-style JPEG") != std::string::npos, cut.error().what.c_str());
}

void TiffSamplesTest::truncatedIsDamaged_data()
{
    QTest::addColumn<MadeTiff>("made");
    QTest::newRow("strips") << MadeTiff{};
    QTest::newRow("tiles") << halfTiles;
    QTest::newRow("planes") << MadeTiff{.planar = true};
}

void TiffSamplesTest::truncatedIsDamaged()
{
    QFETCH(MadeTiff, made);
    QVERIFY(writeTiff(path(), noise(45, 37, 3), made));
    // The directory stands at the end, behind the pixels.
    Bytes data = readBytes(path());
    fs::resize_file(path(), data.size() / 2);
    const auto header = PhotoReader::open(path());
    QVERIFY(!header.ok());
    QVERIFY(header.error().what.find("damaged") != std::string::npos);
    // Elsewhere than in the file: one offset as a SHORT, or both halves of a LONG.
    patchTiff(data, made.tiled ? TIFFTAG_TILEOFFSETS : TIFFTAG_STRIPOFFSETS, 2, 0xffff);
    patchTiff(data, made.tiled ? TIFFTAG_TILEOFFSETS : TIFFTAG_STRIPOFFSETS, 3, 0xffff);
    writeBytes(path(), data);
    const auto read = readPhoto(path());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().kind, ErrorKind::BadInput);
    QVERIFY2(read.error().what.find("damaged") != std::string::npos, read.error().what.c_str());
}

QTEST_GUILESS_MAIN(TiffSamplesTest)
#include "tiff_samples_test.moc"
