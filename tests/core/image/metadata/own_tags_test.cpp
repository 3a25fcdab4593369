// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/metadata_editor.h"
#include "tests/core/image/metadata/edited_metadata.h"
#include "tests/core/image/written_file.h"

#include <QTest>

#include <map>

using namespace enlarger;
using namespace enlarger::image;
using enlarger::tests::content;
using enlarger::tests::decodeExif;
using enlarger::tests::decodeXmp;
using enlarger::tests::encodeXmp;
using enlarger::tests::textOf;

/// Tags that the program sets itself: one of each in a file, and the same in every block.
class OwnTagsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTagStandsOnce_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("1, then 6") << 1 << 6;
        QTest::newRow("6, then 1") << 6 << 1;
    }
    void aTagStandsOnce()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        const auto tag = [](int number, int value) {
            return Bytes{std::uint8_t(number), std::uint8_t(number >> 8), 3, 0, 1, 0, 0, 0,
                         std::uint8_t(value),  std::uint8_t(value >> 8),  0, 0};
        };
        const auto link = [](int number, int at) {
            return Bytes{std::uint8_t(number), std::uint8_t(number >> 8), 4, 0, 1, 0, 0, 0,
                         std::uint8_t(at),     std::uint8_t(at >> 8),     0, 0};
        };
        // In the picture's directory twice, in EXIF's again; the unit and a size where they do not belong.
        Metadata metadata;
        metadata.exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 5, 0};
        for (const Bytes& part : {tag(0x112, first), tag(0x112, second), tag(0x128, 2), link(0x8769, 74),
                                  tag(0xa002, 48), Bytes{0, 0, 0, 0}, Bytes{4, 0}, tag(0x112, 8),
                                  tag(0x128, 3), tag(0xa002, 48), tag(0xa002, 49), Bytes{0, 0, 0, 0}})
            metadata.exif.insert(metadata.exif.end(), part.begin(), part.end());
        for (PhotoFormat format : writableFormats()) {
            const NewMetadata edited = editMetadata(content(metadata), format);
            QVERIFY(edited.notes.empty());
            std::map<int, std::string> values;
            for (const Exiv2::Exifdatum& datum : decodeExif(edited.blocks.exif))
                values[datum.tag()] += datum.toString() + ";";
            QCOMPARE(values[0x112], "1;");
            QCOMPARE(values[0xa002], "800;");
            QCOMPARE(values[0xa003], "600;");
            QCOMPARE(values[0x128], "2;");
        }
    }

    void oneResolutionForAll_data()
    {
        QTest::addColumn<double>("container");
        QTest::addColumn<double>("exif");
        QTest::addColumn<double>("chosen");
        QTest::newRow("the same") << 300.0 << 300.0 << 300.0;
        QTest::newRow("only EXIF") << 0.0 << 300.0 << 300.0;
        QTest::newRow("only the container") << 150.0 << 0.0 << 150.0;
        QTest::newRow("two") << 150.0 << 300.0 << 150.0;
        QTest::newRow("none") << 0.0 << 0.0 << 0.0;
    }
    void oneResolutionForAll()
    {
        QFETCH(double, container);
        QFETCH(double, exif);
        QFETCH(double, chosen);
        Exiv2::ExifData tags;
        tags["Exif.Image.Make"] = "Camera";
        if (exif > 0.0) {
            tags["Exif.Image.XResolution"] = Exiv2::Rational(int(exif), 1);
            tags["Exif.Image.YResolution"] = Exiv2::Rational(int(exif), 1);
        }
        Exiv2::Blob block;
        Exiv2::ExifParser::encode(block, Exiv2::bigEndian, tags);
        Exiv2::XmpData xmp;
        xmp["Xmp.tiff.XResolution"] = "72/1";
        const Metadata metadata{.exif = block,
                                .xmp = encodeXmp(xmp),
                                .resolution = {container, container, Resolution::Unit::Inch}};
        const NewMetadata edited = editMetadata(content(metadata), PhotoFormat::Jpeg);
        QCOMPARE(edited.blocks.resolution.x, chosen);
        QCOMPARE(edited.blocks.resolution.y, chosen);
        const Exiv2::ExifData seen = decodeExif(edited.blocks.exif);
        QCOMPARE(textOf(seen, "Exif.Image.XResolution"),
                 chosen > 0.0 ? std::to_string(int(chosen)) + "/1" : std::string());
        const double inXmp = std::stod(textOf(decodeXmp(edited.blocks.xmp), "Xmp.tiff.XResolution"));
        QCOMPARE(inXmp, chosen > 0.0 ? chosen * 10000.0 : 72.0); // over 10000
    }

    void aWantedResolutionCounts()
    {
        Exiv2::ExifData tags;
        tags["Exif.Image.XResolution"] = Exiv2::Rational(300, 1);
        tags["Exif.Image.YResolution"] = Exiv2::Rational(300, 1);
        Exiv2::Blob block;
        Exiv2::ExifParser::encode(block, Exiv2::littleEndian, tags);
        PhotoContent wanted = content({.exif = block, .resolution = {150.0, 150.0, Resolution::Unit::Inch}});
        wanted.resolution = {72.0, 72.0, Resolution::Unit::Inch}; // which elsewhere means: not known
        const NewMetadata edited = editMetadata(wanted, PhotoFormat::Jpeg);
        QCOMPARE(edited.blocks.resolution, wanted.resolution);
        QCOMPARE(textOf(decodeExif(edited.blocks.exif), "Exif.Image.XResolution"), "72/1");
    }

    void pixelsTurnWithThePicture()
    {
        Exiv2::ExifData tags;
        tags["Exif.Image.Orientation"] = std::uint16_t(6);
        Exiv2::Blob block;
        Exiv2::ExifParser::encode(block, Exiv2::littleEndian, tags);
        const Metadata metadata{.exif = block, .resolution = {118.5, 59.25, Resolution::Unit::Centimetre}};
        const NewMetadata edited = editMetadata(content(metadata), PhotoFormat::WebP);
        QCOMPARE(edited.blocks.resolution, (Resolution{59.25, 118.5, Resolution::Unit::Centimetre}));
        const Exiv2::ExifData seen = decodeExif(edited.blocks.exif);
        QCOMPARE(textOf(seen, "Exif.Image.XResolution"), "5925/100");
        QCOMPARE(textOf(seen, "Exif.Image.YResolution"), "1185/10");
        QCOMPARE(textOf(seen, "Exif.Image.ResolutionUnit"), "3");
    }
};

QTEST_GUILESS_MAIN(OwnTagsTest)
#include "own_tags_test.moc"
