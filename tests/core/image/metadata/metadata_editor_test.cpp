// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/exif_layout.h"
#include "core/image/encoders/tiff_encoder.h"
#include "core/image/metadata/metadata_editor.h"
#include "core/image/metadata/xmp_extension.h"
#include "core/image/photo/provenance.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/metadata/edited_metadata.h"
#include "tests/core/image/written_file.h"
#include "tests/support/test_files.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::image;
using enlarger::tests::content;
using enlarger::tests::decodeExif;
using enlarger::tests::decodeXmp;
using enlarger::tests::encodeXmp;
using enlarger::tests::textOf;

namespace {

bool mentions(const std::vector<std::string>& notes, const char* word)
{
    return std::any_of(notes.begin(), notes.end(),
                       [word](const std::string& note) { return note.find(word) != std::string::npos; });
}

/// An EXIF block with a maker note of that size.
Bytes exifWithNote(std::size_t size, Exiv2::ByteOrder order = Exiv2::littleEndian)
{
    Exiv2::ExifData exif = decodeExif(tests::richMetadata().exif);
    exif.erase(exif.findKey(Exiv2::ExifKey("Exif.Photo.MakerNote")));
    Exiv2::DataValue note(Exiv2::undefined);
    const Bytes bytes(size, 0x21);
    note.read(bytes.data(), long(bytes.size()));
    exif.add(Exiv2::ExifKey("Exif.Photo.MakerNote"), &note);
    Exiv2::MemIo io;
    Exiv2::TiffParser::encode(io, nullptr, 0, order, exif, {}, {});
    Bytes block(io.size());
    io.seek(0, Exiv2::BasicIo::beg);
    io.read(block.data(), long(block.size()));
    return block;
}

} // namespace

class MetadataEditorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exifBeyondASegmentLosesTheMakerNoteFirst()
    {
        Metadata metadata;
        metadata.exif = exifWithNote(70'000);
        const NewMetadata jpeg = editMetadata(content(metadata), PhotoFormat::Jpeg);
        QVERIFY(mentions(jpeg.notes, "own notes"));
        QVERIFY(jpeg.blocks.exif.size() < 65'000);
        QCOMPARE(textOf(decodeExif(jpeg.blocks.exif), "Exif.GPSInfo.GPSAltitude"), "217/1");
        QCOMPARE(textOf(decodeExif(jpeg.blocks.exif), "Exif.Photo.MakerNote"), "");
        for (PhotoFormat format :
             {PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP, PhotoFormat::Jxl}) {
            const NewMetadata other = editMetadata(content(metadata), format);
            QVERIFY(!mentions(other.notes, "EXIF"));
            QVERIFY(other.blocks.exif.size() > 70'000);
        }
    }

    void xmpBeyondASegmentIsExtended()
    {
        Exiv2::XmpData xmp = decodeXmp(tests::richMetadata().xmp);
        xmp["Xmp.photoshop.History"] = std::string(150'000, 'h');
        xmp["Xmp.photoshop.Instructions"] = std::string(40'000, 'i');
        Metadata metadata;
        metadata.xmp = encodeXmp(xmp);
        const NewMetadata jpeg = editMetadata(content(metadata), PhotoFormat::Jpeg);
        QVERIFY(jpeg.blocks.xmp.size() <= 65'504);
        const Exiv2::XmpData packet = decodeXmp(jpeg.blocks.xmp);
        const Exiv2::XmpData extension = decodeXmp(jpeg.xmpExtension);
        QCOMPARE(textOf(packet, "Xmp.xmp.CreatorTool"), "Darkroom 3");
        QCOMPARE(textOf(packet, "Xmp.enlarger.ModelName"), "model");
        QCOMPARE(textOf(extension, "Xmp.photoshop.History").size(), 150'000u);
        QCOMPARE(textOf(packet, "Xmp.photoshop.History"), "");
        const auto digest =
            QCryptographicHash::hash(QByteArray(reinterpret_cast<const char*>(jpeg.xmpExtension.data()),
                                                qsizetype(jpeg.xmpExtension.size())),
                                     QCryptographicHash::Md5);
        QCOMPARE(textOf(packet, "Xmp.xmpNote.HasExtendedXMP"), digest.toHex().toUpper().toStdString());

        const NewMetadata png = editMetadata(content(metadata), PhotoFormat::Png);
        QVERIFY(png.xmpExtension.empty());
        QCOMPARE(textOf(decodeXmp(png.blocks.xmp), "Xmp.photoshop.History").size(), 150'000u);
    }

    void theExtensionStandsInItsSegments()
    {
        Exiv2::XmpData xmp;
        xmp["Xmp.photoshop.History"] = std::string(150'000, 'h');
        PhotoContent picture = content({{}, {}, encodeXmp(xmp), {}});
        picture.width = picture.height = 16;
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "extended.jpg";
        auto writer = PhotoWriter::create(file, picture, {PhotoFormat::Jpeg});
        ENLARGER_VERIFY(writer);
        ENLARGER_VERIFY(writer->write(tests::noise(16, 16, 3)));
        ENLARGER_VERIFY(writer->finish());
        const Bytes bytes = tests::readBytes(file);
        const std::string all(bytes.begin(), bytes.end());
        const std::string name("http://ns.adobe.com/xmp/extension/\0", 35);
        const NewMetadata edited = editMetadata(picture, PhotoFormat::Jpeg);
        Bytes gathered;
        for (std::size_t at = all.find(name); at != std::string::npos; at = all.find(name, at + 1)) {
            QCOMPARE(all.substr(at + 35, 32), extensionName(edited.xmpExtension));
            const std::size_t length =
                std::size_t(bytes[at - 2]) << 8 | bytes[at - 1]; // with its own two bytes
            const std::size_t data = at + 35 + 32 + 8;
            gathered.insert(gathered.end(), bytes.begin() + std::ptrdiff_t(data),
                            bytes.begin() + std::ptrdiff_t(at - 2 + length));
        }
        QVERIFY(gathered == edited.xmpExtension);
    }

    void damagedBlocksAreLeftOut()
    {
        Metadata metadata;
        metadata.icc = Bytes(500, 3);
        metadata.exif = Bytes(500, 7);
        metadata.xmp = tests::toBytes("<x:xmpmeta><rdf:RDF>no end");
        metadata.iptc = Bytes(50, 9);
        for (PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Tiff, PhotoFormat::Avif}) {
            const NewMetadata edited = editMetadata(content(metadata), format);
            QVERIFY(edited.blocks.icc.empty());
            QVERIFY(edited.blocks.exif.empty());
            QVERIFY(edited.blocks.iptc.empty());
            for (const char* block : {"ICC", "EXIF", "XMP", "IPTC"})
                QVERIFY2(mentions(edited.notes, block), block);
            QCOMPARE(textOf(decodeXmp(edited.blocks.xmp), "Xmp.enlarger.ModelName"), "model");
        }
    }

    void hostileBlocksDoNoHarm()
    {
        // Every byte of a real block in turn made extreme; every length that a cut can leave.
        const Metadata good = tests::richMetadata();
        int written = 0;
        for (std::size_t i = 0; i < good.exif.size(); i += 3) {
            Metadata bad = good;
            bad.exif[i] = std::uint8_t(bad.exif[i] == 0xff ? 0x80 : 0xff);
            if (i < bad.iptc.size())
                bad.iptc[i] ^= 0xff;
            if (i % 2 != 0)
                bad.exif.resize(i);
            const NewMetadata edited = editMetadata(content(bad), PhotoFormat::Tiff);
            QVERIFY(edited.blocks.exif.size() < 3 * good.exif.size());
            const ExifDirectories laidOut = layOutExif(ExifBlock(edited.blocks.exif), 16, true);
            QVERIFY(laidOut.bytes.size() < 6 * good.exif.size());
            ++written;
        }
        QVERIFY(written > 200);
    }

    void aSecondEnlargementReplacesTheFirstProvenance()
    {
        PhotoContent first = content({});
        first.provenance = {"model", "hash", "2", "fp32"};
        PhotoContent second = content({{}, {}, editMetadata(first, PhotoFormat::Png).blocks.xmp, {}});
        second.provenance = {"other", "", "3", ""};
        const Exiv2::XmpData xmp = decodeXmp(editMetadata(second, PhotoFormat::Png).blocks.xmp);
        QCOMPARE(textOf(xmp, "Xmp.enlarger.ModelName"), "other");
        QCOMPARE(textOf(xmp, "Xmp.enlarger.Scale"), "3");
        QCOMPARE(textOf(xmp, "Xmp.enlarger.ModelHash"), "");
        QCOMPARE(textOf(xmp, "Xmp.enlarger.Precision"), "");
    }

    void resultsAreRecognised()
    {
        QVERIFY(!isEnlarged({}));
        const Metadata source = tests::richMetadata();
        QVERIFY(!isEnlarged(source));
        for (const PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff}) {
            QVERIFY(isEnlarged(editMetadata(content(source), format).blocks));
            QVERIFY(isEnlarged(editMetadata(content({}), format).blocks));
            PhotoContent undrawn = content(source); // written by us, but no network drew it
            undrawn.provenance = {};
            QVERIFY(!isEnlarged(editMetadata(undrawn, format).blocks));
        }
    }

    void namesOfAnyBytesAreTaken()
    {
        PhotoContent odd = content(tests::richMetadata());
        odd.provenance.modelName = "mod\xff\xfe\x01l <&>\"";
        const NewMetadata edited = editMetadata(odd, PhotoFormat::Jpeg);
        QVERIFY(!mentions(edited.notes, "XMP"));
        const Exiv2::XmpData xmp = decodeXmp(edited.blocks.xmp);
        QVERIFY(textOf(xmp, "Xmp.enlarger.ModelName").ends_with(" l <&>\""));
        QCOMPARE(textOf(xmp, "Xmp.xmp.CreatorTool"), "Darkroom 3");
    }

    void panoramasKeepTheirPlaceOnTheSphere()
    {
        Exiv2::XmpData xmp;
        xmp["Xmp.GPano.CroppedAreaImageWidthPixels"] = "200";
        xmp["Xmp.GPano.CroppedAreaLeftPixels"] = "50";
        xmp["Xmp.GPano.FullPanoWidthPixels"] = "1000";
        const NewMetadata edited = editMetadata(content({{}, {}, encodeXmp(xmp), {}}), PhotoFormat::Jpeg);
        const Exiv2::XmpData seen = decodeXmp(edited.blocks.xmp);
        QCOMPARE(textOf(seen, "Xmp.GPano.CroppedAreaImageWidthPixels"), "800");
        QCOMPARE(textOf(seen, "Xmp.GPano.CroppedAreaLeftPixels"), "200");
        QCOMPARE(textOf(seen, "Xmp.GPano.FullPanoWidthPixels"), "4000");
    }

    void aCropForgetsPlacesInTheWhole()
    {
        Exiv2::XmpData xmp;
        xmp["Xmp.GPano.CroppedAreaImageWidthPixels"] = "200";
        xmp["Xmp.GPano.ProjectionType"] = "equirectangular";
        xmp["Xmp.dc.source"] = "film 7";
        PhotoContent cropped = content({{}, {}, encodeXmp(xmp), {}});
        cropped.provenance.crop = "10,20,30x40";
        const Exiv2::XmpData seen = decodeXmp(editMetadata(cropped, PhotoFormat::Jpeg).blocks.xmp);
        QCOMPARE(textOf(seen, "Xmp.GPano.CroppedAreaImageWidthPixels"), "");
        QCOMPARE(textOf(seen, "Xmp.GPano.ProjectionType"), "");
        QCOMPARE(textOf(seen, "Xmp.dc.source"), "film 7");
        QCOMPARE(textOf(seen, "Xmp.enlarger.Crop"), "10,20,30x40");
    }

    void aTurnForgetsPlacesAndSwapsTheResolution()
    {
        Exiv2::XmpData xmp;
        xmp["Xmp.GPano.ProjectionType"] = "equirectangular";
        for (const int orientation : {1, 6}) {
            PhotoContent turned = content({.xmp = encodeXmp(xmp)});
            Exiv2::ExifData exif;
            exif["Exif.Image.Orientation"] = std::uint16_t(orientation);
            exif["Exif.Image.XResolution"] = Exiv2::Rational(300, 1);
            exif["Exif.Image.YResolution"] = Exiv2::Rational(150, 1);
            Exiv2::Blob blob;
            Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
            turned.metadata.exif = Bytes(blob.begin(), blob.end());
            turned.turn = {1, 0.0};
            turned.provenance.turn = turned.turn.text();
            const NewMetadata edited = editMetadata(turned, PhotoFormat::Jpeg);
            const Exiv2::ExifData seen = decodeExif(edited.blocks.exif);
            QCOMPARE(textOf(seen, "Exif.Image.Orientation"), "1");
            QCOMPARE(textOf(seen, "Exif.Image.XResolution"), orientation == 1 ? "150/1" : "300/1");
            const Exiv2::XmpData said = decodeXmp(edited.blocks.xmp);
            QCOMPARE(textOf(said, "Xmp.GPano.ProjectionType"), "");
            QCOMPARE(textOf(said, "Xmp.enlarger.Turn"), "rotate 90");
        }
    }

    void howTheOldFileWasStoredIsForgotten()
    {
        Exiv2::ExifData exif = decodeExif(tests::richMetadata().exif);
        exif["Exif.Image.NewSubfileType"] = std::uint32_t(0);
        exif["Exif.Image.BitsPerSample"] = "16 16 16";
        exif["Exif.Image.Compression"] = std::uint16_t(5);
        exif["Exif.Image.Predictor"] = std::uint16_t(2);
        exif["Exif.Image.TileWidth"] = std::uint32_t(256);
        exif["Exif.Image.DocumentName"] = "Harbour";
        Exiv2::Blob block;
        Exiv2::ExifParser::encode(block, Exiv2::bigEndian, exif);
        for (PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Tiff}) {
            const NewMetadata edited = editMetadata(content({{}, block, {}, {}}), format);
            const Exiv2::ExifData seen = decodeExif(edited.blocks.exif);
            for (const char* tag :
                 {"NewSubfileType", "BitsPerSample", "Compression", "Predictor", "TileWidth"})
                QCOMPARE(textOf(seen, std::string("Exif.Image.") + tag), "");
            QCOMPARE(textOf(seen, "Exif.Image.DocumentName"), "Harbour");
            QCOMPARE(edited.blocks.resolution, (Resolution{300.0, 300.0, Resolution::Unit::Inch}));
        }
    }

    void bigTiffBeginsWhereOffsetsEnd()
    {
        QVERIFY(!needsBigTiff(3 * 10'000, 10'000, 0));
        QVERIFY(!needsBigTiff(3 * 37'000, 37'000, 1'000'000)); // 4.11 GB
        QVERIFY(needsBigTiff(3 * 38'000, 38'000, 0));          // 4.33 GB
        QVERIFY(needsBigTiff(6 * 46'188, 34'640, 0));
        QVERIFY(needsBigTiff(65'000, 66'000, 20'000'000)); // 4.29 GB and metadata
    }

    void exifIsLaidOutInBothKindsOfTiff_data()
    {
        QTest::addColumn<bool>("bigTiff");
        QTest::addColumn<bool>("bigEndian");
        for (bool big : {false, true})
            for (bool bigEndian : {false, true})
                QTest::addRow("%s, %s", big ? "BigTIFF" : "TIFF", bigEndian ? "big-endian" : "little-endian")
                    << big << bigEndian;
    }
    void exifIsLaidOutInBothKindsOfTiff()
    {
        QFETCH(bool, bigTiff);
        QFETCH(bool, bigEndian);
        const Bytes block = exifWithNote(500, bigEndian ? Exiv2::bigEndian : Exiv2::littleEndian);
        const std::uint64_t start = bigTiff ? 16 : 8;
        const ExifDirectories laidOut = layOutExif(ExifBlock(block), start, bigTiff);
        Bytes file(std::size_t(start), 0);
        file.insert(file.end(), laidOut.bytes.begin(), laidOut.bytes.end());
        const auto number = [&](std::size_t at, std::size_t bytes) {
            std::uint64_t value = 0;
            for (std::size_t i = 0; i < bytes; ++i)
                value |= std::uint64_t(file.at(at + i)) << 8 * (bigEndian ? bytes - 1 - i : i);
            return value;
        };
        const std::size_t offsetSize = bigTiff ? 8 : 4, entrySize = 4 + 2 * offsetSize;
        // The position of a tag's value or offset in the directory at `at`; 0: it is not there.
        const auto find = [&](std::uint64_t at, std::uint16_t tag) -> std::size_t {
            const std::size_t countSize = bigTiff ? 8 : 2;
            const std::size_t count = std::size_t(number(std::size_t(at), countSize));
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t entry = std::size_t(at) + countSize + i * entrySize;
                if (number(entry, 2) == tag)
                    return entry + 4 + offsetSize;
            }
            return 0;
        };
        QVERIFY(laidOut.exif != 0 && laidOut.gps != 0);
        const std::size_t width = find(laidOut.exif, 0xa002);
        QVERIFY(width != 0);
        QCOMPARE(number(width, 4), 4000u);
        const std::size_t altitude = find(laidOut.gps, 0x0006);
        QVERIFY(altitude != 0);
        const std::size_t rational = bigTiff ? altitude : std::size_t(number(altitude, 4));
        QCOMPARE(number(rational, 4), 217u);
        QCOMPARE(number(rational + 4, 4), 1u);
        const std::size_t interoperability = find(laidOut.exif, 0xa005);
        QVERIFY(interoperability != 0);
        const std::size_t index = find(number(interoperability, 4), 0x0001);
        QVERIFY(index != 0);
        QCOMPARE(char(file[index]), 'R');
        // The maker note stands where it stood in the block.
        const std::size_t note = find(laidOut.exif, 0x927c);
        QVERIFY(note != 0);
        const std::size_t position = std::size_t(number(note, offsetSize));
        QVERIFY(std::equal(file.begin() + std::ptrdiff_t(position),
                           file.begin() + std::ptrdiff_t(position + 500),
                           block.begin() + std::ptrdiff_t(position)));
        QCOMPARE(file[position], std::uint8_t(0x21));
    }
};

QTEST_GUILESS_MAIN(MetadataEditorTest)
#include "metadata_editor_test.moc"
