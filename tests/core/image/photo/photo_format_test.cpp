// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/photo.h"

#include <QtTest>

using namespace enlarger::image;

class PhotoFormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreFound_data();
    void namesAreFound();
    void unknownNamesAreNone();
    void extensionsNameTheirFormat();
    void whatIsNotWrittenIsReplaced();
};

void PhotoFormatTest::namesAreFound_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<PhotoFormat>("format");
    QTest::newRow("jpg") << QByteArray("jpg") << PhotoFormat::Jpeg;
    QTest::newRow("JPEG") << QByteArray("JPEG") << PhotoFormat::Jpeg;
    QTest::newRow(".tif") << QByteArray(".tif") << PhotoFormat::Tiff;
    QTest::newRow("JPEG XL") << QByteArray("JPEG XL") << PhotoFormat::Jxl;
    QTest::newRow(".JXL") << QByteArray(".JXL") << PhotoFormat::Jxl;
    QTest::newRow("heif") << QByteArray("heif") << PhotoFormat::Heic;
    QTest::newRow("pgm") << QByteArray("pgm") << PhotoFormat::Ppm;
}

void PhotoFormatTest::namesAreFound()
{
    QFETCH(QByteArray, name);
    QFETCH(PhotoFormat, format);
    const auto found = formatFromName(name.toStdString());
    QVERIFY(found.has_value());
    QCOMPARE(*found, format);
}

void PhotoFormatTest::unknownNamesAreNone()
{
    for (const char* name : {"", ".", "pdf", "jpgx", "svg"})
        QVERIFY2(!formatFromName(name), name);
}

void PhotoFormatTest::extensionsNameTheirFormat()
{
    for (const PhotoFormat format :
         {PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP, PhotoFormat::Avif,
          PhotoFormat::Jxl, PhotoFormat::Heic, PhotoFormat::Bmp, PhotoFormat::Ppm}) {
        QVERIFY(formatFromName(formatExtension(format)) == format);
        QVERIFY(formatFromName(formatName(format)) == format);
    }
    QCOMPARE(QString(formatName(PhotoFormat::Jxl)), QStringLiteral("JPEG XL"));
    QCOMPARE(QString::fromStdString(formatExtension(PhotoFormat::Jpeg)), QStringLiteral("jpg"));
}

void PhotoFormatTest::whatIsNotWrittenIsReplaced()
{
    QVERIFY(canWrite(PhotoFormat::Avif) && !canWrite(PhotoFormat::Heic));
    QCOMPARE(outputFormatFor(PhotoFormat::Tiff), PhotoFormat::Tiff);
    QCOMPARE(outputFormatFor(PhotoFormat::Heic), PhotoFormat::Jpeg);
    QCOMPARE(outputFormatFor(PhotoFormat::Bmp), PhotoFormat::Png);
    QCOMPARE(outputFormatFor(PhotoFormat::Ppm), PhotoFormat::Png);
    QCOMPARE(outputFormatFor(PhotoFormat::Other), PhotoFormat::Png);
}

QTEST_GUILESS_MAIN(PhotoFormatTest)
#include "photo_format_test.moc"
