// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <tiffio.h>

#include <QTemporaryDir>
#include <QtTest>

#include <array>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// Files of several pictures: one is read, and which one is said.
class PhotoPagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesOfATiffAreChosen_data();
    void pagesOfATiffAreChosen();
    void directoriesInACircleEnd();
    void picturesOfAHeifAreChosen_data();
    void picturesOfAHeifAreChosen();
    void framesAreChosen_data();
    void framesAreChosen();
    void otherFormatsHaveOnePage();
    void gainMapsAreTold();

private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

namespace {

/// Pages of 10, 20 and 30 columns, grey, whose value is the page's number by 10.
bool writePages(const fs::path& file, int bits)
{
    TIFF* const tiff = TIFFOpen(file.c_str(), "wl");
    if (!tiff)
        return false;
    bool good = true;
    for (int page = 1; page <= 3; ++page) {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 10 * page);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 4);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 4);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
        TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, bits == 64 ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
        for (int y = 0; y < 4; ++y) {
            std::vector<double> doubles(std::size_t(10 * page), page / 10.0);
            Bytes bytes(std::size_t(10 * page), std::uint8_t(page * 255 / 10));
            void* const row = bits == 64 ? static_cast<void*>(doubles.data()) : bytes.data();
            good = good && TIFFWriteScanline(tiff, row, std::uint32_t(y), 0) == 1;
        }
        good = good && TIFFWriteDirectory(tiff) == 1;
    }
    TIFFClose(tiff);
    return good;
}

} // namespace

void PhotoPagesTest::pagesOfATiffAreChosen_data()
{
    QTest::addColumn<int>("bits");
    QTest::newRow("through libvips") << 8;
    QTest::newRow("through libtiff") << 64;
}

void PhotoPagesTest::pagesOfATiffAreChosen()
{
    QFETCH(int, bits);
    const fs::path file = path("pages.tif");
    QVERIFY(writePages(file, bits));
    for (int page = 1; page <= 3; ++page) {
        auto reader = PhotoReader::open(file, {}, {.page = page});
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().width, 10 * page);
        QVERIFY(says(reader->info(), ("Only page " + std::to_string(page) + " of 3 was read").c_str()));
        const auto read = reader->read(4);
        ENLARGER_VERIFY(read);
        QVERIFY(std::abs(read->at(3, 3, 0) - float(page) / 10.0f) < 0.003f);
    }
    const auto beyond = PhotoReader::open(file, {}, {.page = 4});
    QVERIFY(!beyond.ok());
    QCOMPARE(beyond.error().kind, ErrorKind::BadInput);
    QCOMPARE(QString::fromStdString(beyond.error().what),
             QStringLiteral("the file holds 3 pictures, and number 4 was asked for"));
}

void PhotoPagesTest::directoriesInACircleEnd()
{
    const fs::path file = path("circle.tif");
    QVERIFY(save(toVips(noise(8, 8, 1), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_B_W).get(), file));
    Bytes data = readBytes(file);
    const std::size_t directory = data[4] | data[5] << 8 | data[6] << 16;
    const std::size_t next = directory + 2 + 12 * std::size_t(data[directory] | data[directory + 1] << 8);
    std::copy_n(data.begin() + 4, 4, data.begin() + std::ptrdiff_t(next)); // to itself
    writeBytes(file, data);
    const auto read = readPhoto(file); // libtiff may refuse it, but it comes to an end
    QVERIFY(!read.ok() || read->width() == 8);
}

void PhotoPagesTest::picturesOfAHeifAreChosen_data()
{
    QTest::addColumn<bool>("avif");
    QTest::newRow("HEIC") << false;
    QTest::newRow("AVIF") << true;
}

void PhotoPagesTest::picturesOfAHeifAreChosen()
{
    QFETCH(bool, avif);
    const fs::path file = path(avif ? "several.avif" : "several.heic");
    const std::vector further{quarters(48, 32), quarters(64, 64)};
    if (!writeHeif(file, quarters(32, 32), {.avif = avif, .further = further}))
        QSKIP("libheif has no encoder for this format here");
    const std::array sizes{32, 48, 64};
    for (int page = 1; page <= 3; ++page) {
        auto reader = PhotoReader::open(file, {}, {.page = page});
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().width, sizes[std::size_t(page - 1)]);
        QVERIFY(says(reader->info(), ("Only picture " + std::to_string(page) + " of 3 was read").c_str()));
        const auto read = reader->read(reader->info().height);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, quarters(read->width(), read->height())) < 0.1f);
    }
    QVERIFY(!PhotoReader::open(file, {}, {.page = 4}).ok());
}

void PhotoPagesTest::framesAreChosen_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("GIF") << QByteArray("film.gif");
    QTest::newRow("WebP") << QByteArray("film.webp");
}

void PhotoPagesTest::framesAreChosen()
{
    QFETCH(QByteArray, name);
    const fs::path file = path(name.constData());
    Image roll(16, 48, 3); // three frames, one below the other: red, green, blue
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 16; ++x)
            for (int c = 0; c < 3; ++c)
                roll.at(x, y, c) = y / 16 == c ? 1.0f : 0.0f;
    const auto frames = toVips(roll, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
    vips_image_set_int(frames.get(), VIPS_META_PAGE_HEIGHT, 16);
    if (!save(frames.get(), file, name.endsWith("webp") ? "[lossless]" : ""))
        QSKIP("libvips does not write this format here");
    for (int page = 1; page <= 3; ++page) {
        auto reader = PhotoReader::open(file, {}, {.page = page});
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().height, 16);
        QVERIFY(says(reader->info(), page == 1 ? "Only the first frame of the animation" : "of 3 was read"));
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        QVERIFY(read->at(8, 8, page - 1) > 0.95f && read->at(8, 8, page % 3) < 0.05f);
    }
    const auto beyond = PhotoReader::open(file, {}, {.page = 4});
    QVERIFY(!beyond.ok());
    QVERIFY(beyond.error().what.find("holds 3 pictures") != std::string::npos);
}

void PhotoPagesTest::otherFormatsHaveOnePage()
{
    const fs::path file = path("one.png");
    QVERIFY(save(toVips(noise(8, 8, 3), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file));
    ENLARGER_VERIFY(PhotoReader::open(file, {}, {.page = 1}));
    const auto second = PhotoReader::open(file, {}, {.page = 2});
    QVERIFY(!second.ok());
    QVERIFY(second.error().what.find("holds one picture") != std::string::npos);
}

void PhotoPagesTest::gainMapsAreTold()
{
    const fs::path jpeg = path("ultra.jpg");
    QVERIFY(save(toVips(noise(16, 16, 3), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), jpeg));
    ENLARGER_VERIFY(PhotoReader::open(jpeg));
    QVERIFY(!says(PhotoReader::open(jpeg)->info(), "gain map"));
    Bytes data = readBytes(jpeg);
    const Bytes name = toBytes(std::string_view("urn:iso:std:iso:ts:21496:-1\0\0\0\0\0", 32));
    Bytes segment{0xff, 0xe2, 0, std::uint8_t(name.size() + 2)};
    segment.insert(segment.end(), name.begin(), name.end());
    data.insert(data.begin() + 2, segment.begin(), segment.end());
    writeBytes(jpeg, data);
    QVERIFY(says(PhotoReader::open(jpeg)->info(), "The HDR gain map was left out"));

    const fs::path avif = path("map.avif");
    if (!writeHeif(avif, quarters(32, 32), {.itemType = "tmap"}))
        QSKIP("libheif has no encoder for AVIF here");
    const auto reader = PhotoReader::open(avif);
    ENLARGER_VERIFY(reader);
    QVERIFY(says(reader->info(), "The HDR gain map was left out"));
    QCOMPARE(reader->info().width, 32);
}

QTEST_GUILESS_MAIN(PhotoPagesTest)
#include "photo_pages_test.moc"
