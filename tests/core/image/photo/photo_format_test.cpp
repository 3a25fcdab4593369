// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/photo_format.h"

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
    void whatPhotosBecomeByDefault();
    void noNameMeansTwoFormats();
    void theTableNamesWhatIsWritten();
    void writtenFormatsHaveLimitsAndEstimates();
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
          PhotoFormat::Jxl, PhotoFormat::Heic, PhotoFormat::Raw, PhotoFormat::Jp2, PhotoFormat::Exr,
          PhotoFormat::Bmp, PhotoFormat::Ppm, PhotoFormat::Gif}) {
        QVERIFY(formatFromName(formatExtension(format)) == format);
        QVERIFY(formatFromName(formatName(format)) == format);
    }
    QCOMPARE(QString(formatName(PhotoFormat::Jxl)), QStringLiteral("JPEG XL"));
    QCOMPARE(QString::fromStdString(formatExtension(PhotoFormat::Jpeg)), QStringLiteral("jpg"));
}

void PhotoFormatTest::whatPhotosBecomeByDefault()
{
    QVERIFY(canWrite(PhotoFormat::Heic) && !canWrite(PhotoFormat::Raw));
    QCOMPARE(outputFormatFor(PhotoFormat::Tiff), PhotoFormat::Tiff);
    QCOMPARE(outputFormatFor(PhotoFormat::Heic), PhotoFormat::Jpeg);
    QCOMPARE(outputFormatFor(PhotoFormat::Raw), PhotoFormat::Tiff);
    QCOMPARE(outputFormatFor(PhotoFormat::Bmp), PhotoFormat::Png);
    QCOMPARE(outputFormatFor(PhotoFormat::Ppm), PhotoFormat::Png);
    QCOMPARE(outputFormatFor(PhotoFormat::Gif), PhotoFormat::Png);
}

void PhotoFormatTest::noNameMeansTwoFormats()
{
    for (const FormatRow& row : formatTable)
        for (const std::string_view word : row.words)
            QVERIFY2(word.empty() || formatFromName(word) == row.format, std::string(word).c_str());
}

void PhotoFormatTest::theTableNamesWhatIsWritten()
{
    QCOMPARE(QString::fromStdString(writableFormatNames()),
             QStringLiteral("JPEG, PNG, TIFF, WebP, AVIF, JPEG XL or HEIC"));
    QCOMPARE(QString::fromStdString(readableFormatNames()),
             QStringLiteral(
                 "JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, HEIC, RAW, JPEG 2000, OpenEXR, BMP, PPM and GIF"));
    QStringList words;
    for (const PhotoFormat format : writableFormats())
        words += QString::fromStdString(formatWord(format));
    QCOMPARE(words.join(QLatin1Char(' ')), QStringLiteral("jpeg png tiff webp avif jxl heic"));
    QVERIFY(hasQuality(PhotoFormat::Jxl) && !hasQuality(PhotoFormat::Png) && !hasQuality(PhotoFormat::Raw));
}

void PhotoFormatTest::writtenFormatsHaveLimitsAndEstimates()
{
    for (const PhotoFormat format : writableFormats()) {
        const OutputFormat& output = outputFormat(format);
        QVERIFY2(output.maxSide > 0, formatName(format));
        for (const int channels : {1, 3, 4}) {
            const PixelCoding coarse{channels, 8, 50}, fine{channels, 8, 95};
            QVERIFY2(output.fileBytes(coarse) > 0.0, formatName(format));
            QCOMPARE(output.fileBytes(coarse) < output.fileBytes(fine), output.quality);
            QVERIFY2(!output.wholePicture || output.wholePicture(fine) >= channels, formatName(format));
        }
    }
}

QTEST_GUILESS_MAIN(PhotoFormatTest)
#include "photo_format_test.moc"
