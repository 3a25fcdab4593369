// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// What reading a photo takes at once is known from its header.
class DecodingMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jpegCoefficients_data();
    void jpegCoefficients();
    void otherFormats();

private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    std::int64_t memoryOf(const char* name) const
    {
        const auto reader = PhotoReader::open(path(name));
        return reader ? reader->info().decodingMemory : -1;
    }

    QTemporaryDir m_folder;
};

void DecodingMemoryTest::jpegCoefficients_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("blocks"); // of 8 x 8 coefficients
    QTest::newRow("baseline") << QByteArray("[subsample-mode=off]") << 3 << 0;
    QTest::newRow("progressive, 4:4:4") << QByteArray("[interlace,subsample-mode=off]") << 3 << 13 * 6 * 3;
    QTest::newRow("progressive, 4:2:0") << QByteArray("[interlace,subsample-mode=on]") << 3 << 7 * 3 * 6;
    QTest::newRow("progressive, grey") << QByteArray("[interlace]") << 1 << 13 * 6;
}

void DecodingMemoryTest::jpegCoefficients()
{
    QFETCH(QByteArray, options);
    QFETCH(int, channels);
    QFETCH(int, blocks);
    const auto made = toVips(noise(100, 44, channels), VIPS_FORMAT_UCHAR,
                             channels == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB);
    QVERIFY(save(made.get(), path("a.jpg"), options.toStdString()));
    QCOMPARE(memoryOf("a.jpg"), std::int64_t(blocks) * 64 * 2);
}

void DecodingMemoryTest::otherFormats()
{
    const Image picture = noise(100, 44, 3);
    const auto made = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
    QVERIFY(save(made.get(), path("rows.png")));
    QVERIFY(save(made.get(), path("interlaced.png"), "[interlace]"));
    QCOMPARE(memoryOf("rows.png"), 0);
    QCOMPARE(memoryOf("interlaced.png"), 100 * 44 * 3);
    QVERIFY(writeHeif(path("a.avif"), picture));
    QVERIFY(writeJxl(path("a.jxl"), picture));
    QVERIFY(memoryOf("a.avif") >= 100 * 44 * 3);
    QVERIFY(memoryOf("a.jxl") >= 100 * 44 * 3);

    constexpr int halfRow = 100 * 3 * 2; // bytes
    QVERIFY(writeTiff(path("lines.tif"), picture, {.rowsPerStrip = 44}));
    QCOMPARE(memoryOf("lines.tif"), halfRow);
    QVERIFY(writeTiff(path("planes.tif"), picture, {.rowsPerStrip = 11, .planar = true}));
    QCOMPARE(memoryOf("planes.tif"), 11 * halfRow);
    QVERIFY(writeTiff(path("turned.tif"), picture, {.orientation = 6, .rowsPerStrip = 44}));
    QVERIFY(memoryOf("turned.tif") >= std::int64_t(picture.size() * sizeof(float)));
}

QTEST_GUILESS_MAIN(DecodingMemoryTest)
#include "decoding_memory_test.moc"
