// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "core/image/metadata/exiv2_library.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <exiv2/exiv2.hpp>
#include <tiffio.h>
#include <zlib.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// What a photograph carries beside its pixels comes out of each container.
class PhotoMetadataTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jpeg();
    void jpegProfileInPieces();
    void jpegExtendedXmp();
    void png();
    void pngRawProfiles();
    void pngTextAfterThePixels();
    void tiff_data();
    void tiff();
    void tiffIptcFilledUp();
    void webp();
    void heif_data();
    void heif();
    void jxl_data();
    void jxl();
    void profileOfOtherPixelsIsLeftOut();
    void realMakerNotesSurvive();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

namespace {

VipsPtr<VipsImage> somePicture()
{
    return toVips(plain(16, 16, {0.5f, 0.25f, 0.75f}), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
}

Metadata metadataOf(const fs::path& file)
{
    const auto reader = PhotoReader::open(file);
    return reader ? reader->info().metadata : Metadata{toBytes(reader.error().text()), {}, {}, {}};
}

Exiv2::ExifData decoded(const Bytes& exif)
{
    prepareExiv2();
    Exiv2::ExifData data;
    Exiv2::ExifParser::decode(data, exif.data(), std::uint32_t(exif.size()));
    return data;
}

std::string text(const Bytes& exif, const char* key)
{
    const Exiv2::ExifData data = decoded(exif);
    const auto found = data.findKey(Exiv2::ExifKey(key));
    return found == data.end() ? std::string() : found->toString();
}

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Bytes segment(int marker, const Bytes& content)
{
    const std::size_t size = content.size() + 2;
    return Bytes{0xff, std::uint8_t(marker), std::uint8_t(size >> 8), std::uint8_t(size)} + content;
}

/// IPTC as Photoshop keeps it: a resource 0x0404 among others.
Bytes photoshop(const Bytes& iptc)
{
    const auto resource = [](int id, const Bytes& data) {
        Bytes all = toBytes("8BIM") + Bytes{std::uint8_t(id >> 8), std::uint8_t(id), 0, 0, 0, 0} +
                    Bytes{std::uint8_t(data.size() >> 8), std::uint8_t(data.size())} + data;
        if (data.size() % 2)
            all.push_back(0);
        return all;
    };
    return resource(0x03ed, Bytes(16, 7)) + resource(0x0404, iptc) + resource(0x0425, Bytes(3, 9));
}

/// Puts segments right behind a JPEG's first two bytes.
void insertSegments(const fs::path& file, const Bytes& segments)
{
    Bytes jpeg = readBytes(file);
    jpeg.insert(jpeg.begin() + 2, segments.begin(), segments.end());
    writeBytes(file, jpeg);
}

const Bytes exifPrefix{'E', 'x', 'i', 'f', 0, 0};

} // namespace

void PhotoMetadataTest::jpeg()
{
    const fs::path file = path("a.jpg");
    QVERIFY(save(somePicture().get(), file, "[strip]"));
    const Bytes exif = smallExif(1), xmp = smallXmp(), iptc = smallIptc();
    insertSegments(file, segment(0xe1, exifPrefix + exif) +
                             segment(0xe1, toBytes("http://ns.adobe.com/xap/1.0/") + Bytes{0} + xmp) +
                             segment(0xed, toBytes("Photoshop 3.0") + Bytes{0} + photoshop(iptc)));
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.exif == exif); // byte for byte, so that maker notes keep their offsets
    QVERIFY(metadata.xmp == xmp);
    QVERIFY(metadata.iptc == iptc);
    QVERIFY(metadata.icc.empty());
}

void PhotoMetadataTest::jpegProfileInPieces()
{
    const fs::path file = path("pieces.jpg");
    QVERIFY(save(somePicture().get(), file, "[strip]"));
    const Bytes profile = smallProfile("RGB ");
    const std::ptrdiff_t half = std::ptrdiff_t(profile.size() / 2);
    const Bytes head = toBytes("ICC_PROFILE") + Bytes{0};
    // the second piece first, as some programs have it
    insertSegments(file,
                   segment(0xe2, head + Bytes{2, 2} + Bytes(profile.begin() + half, profile.end())) +
                       segment(0xe2, head + Bytes{1, 2} + Bytes(profile.begin(), profile.begin() + half)));
    QVERIFY(metadataOf(file).icc == profile);
}

void PhotoMetadataTest::jpegExtendedXmp()
{
    const fs::path file = path("extended.jpg");
    QVERIFY(save(somePicture().get(), file, "[strip]"));
    const std::string digest = "0123456789ABCDEF0123456789ABCDEF";
    const auto packet = [](const std::string& attributes) {
        return toBytes(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
            "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" " +
            attributes + "/></rdf:RDF></x:xmpmeta>");
    };
    const Bytes first = packet("xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:source=\"mill\" "
                               "xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" xmpNote:HasExtendedXMP=\"" +
                               digest + "\"");
    const Bytes rest =
        packet("xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" photoshop:City=\"Reykjavik\"");
    const auto number = [](std::size_t n) {
        return Bytes{std::uint8_t(n >> 24), std::uint8_t(n >> 16), std::uint8_t(n >> 8), std::uint8_t(n)};
    };
    const auto part = [&](std::size_t from, std::size_t to) {
        return segment(0xe1,
                       toBytes("http://ns.adobe.com/xmp/extension/") + Bytes{0} + toBytes(digest) +
                           number(rest.size()) + number(from) +
                           Bytes(rest.begin() + std::ptrdiff_t(from), rest.begin() + std::ptrdiff_t(to)));
    };
    insertSegments(file, segment(0xe1, toBytes("http://ns.adobe.com/xap/1.0/") + Bytes{0} + first) +
                             part(0, 100) + part(100, rest.size()));
    const Bytes xmp = metadataOf(file).xmp;
    const std::string joined(xmp.begin(), xmp.end());
    QVERIFY(joined.find("mill") != std::string::npos);
    QVERIFY(joined.find("Reykjavik") != std::string::npos);
    QVERIFY(joined.find("HasExtendedXMP") == std::string::npos);
}

void PhotoMetadataTest::png()
{
    const fs::path file = path("a.png");
    const auto picture = somePicture();
    setBlob(picture.get(), VIPS_META_ICC_NAME, smallProfile("RGB "));
    QVERIFY(save(picture.get(), file));
    insertPngChunk(file, "eXIf", smallExif(1));
    insertPngChunk(file, "iTXt", toBytes("XML:com.adobe.xmp") + Bytes{0, 0, 0, 0, 0} + smallXmp());
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.exif == smallExif(1));
    QVERIFY(metadata.xmp == smallXmp());
    QVERIFY(metadata.icc == smallProfile("RGB "));
}

void PhotoMetadataTest::pngRawProfiles()
{
    const fs::path file = path("raw.png");
    QVERIFY(save(somePicture().get(), file, "[strip]"));
    const auto raw = [&](const std::string& kind, const Bytes& data) {
        std::string hex =
            "\n" + kind + "\n" + QString::number(data.size()).rightJustified(8).toStdString() + "\n";
        for (std::size_t i = 0; i < data.size(); ++i) {
            hex += QString("%1").arg(int(data[i]), 2, 16, QChar('0')).toStdString();
            if (i % 36 == 35)
                hex += '\n';
        }
        Bytes packed(compressBound(uLong(hex.size())));
        uLongf size = uLongf(packed.size());
        compress(packed.data(), &size, reinterpret_cast<const Bytef*>(hex.data()), uLong(hex.size()));
        packed.resize(size);
        insertPngChunk(file, "zTXt", toBytes("Raw profile type " + kind) + Bytes{0, 0} + packed);
    };
    raw("exif", exifPrefix + smallExif(1));
    raw("iptc", photoshop(smallIptc()));
    raw("xmp", smallXmp());
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.exif == smallExif(1));
    QVERIFY(metadata.iptc == smallIptc());
    QVERIFY(metadata.xmp == smallXmp());
}

void PhotoMetadataTest::pngTextAfterThePixels()
{
    const fs::path file = path("late.png");
    QVERIFY(save(somePicture().get(), file, "[strip]"));
    const std::size_t without = readBytes(file).size();
    insertPngChunk(file, "iTXt", toBytes("XML:com.adobe.xmp") + Bytes{0, 0, 0, 0, 0} + smallXmp());
    Bytes data = readBytes(file); // move the chunk from behind the header to before the end
    const auto chunk = std::ptrdiff_t(data.size() - without);
    std::rotate(data.begin() + 33, data.begin() + 33 + chunk, data.end() - 12);
    writeBytes(file, data);
    QVERIFY(metadataOf(file).xmp == smallXmp());
    ENLARGER_VERIFY(readPhoto(file));
}

void PhotoMetadataTest::tiff_data()
{
    QTest::addColumn<QByteArray>("mode"); // as TIFFOpen takes it
    QTest::newRow("little endian") << QByteArray("wl");
    QTest::newRow("big endian") << QByteArray("wb");
    QTest::newRow("BigTIFF") << QByteArray("w8");
    QTest::newRow("BigTIFF, big endian") << QByteArray("w8b");
}

void PhotoMetadataTest::tiff()
{
    QFETCH(QByteArray, mode);
    const fs::path file = path("a.tif");
    TIFF* const tiff = TIFFOpen(file.c_str(), mode.constData());
    QVERIFY(tiff);
    const Bytes xmp = smallXmp(), profile = smallProfile("RGB ");
    const Bytes iptc = photoshop(smallIptc());
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 4);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 6);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, 6);
    TIFFSetField(tiff, TIFFTAG_MAKE, "Camera");
    TIFFSetField(tiff, TIFFTAG_XMLPACKET, uint32_t(xmp.size()), xmp.data());
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, uint32_t(profile.size()), profile.data());
    TIFFSetField(tiff, TIFFTAG_PHOTOSHOP, uint32_t(iptc.size()), iptc.data());
    std::array<std::uint8_t, 12> row{};
    for (int y = 0; y < 6; ++y)
        TIFFWriteScanline(tiff, row.data(), std::uint32_t(y), 0);
    // the directories of EXIF and GPS first get written, then named in the picture's
    TIFFWriteDirectory(tiff);
    std::uint64_t exif = 0, gps = 0;
    TIFFCreateEXIFDirectory(tiff);
    TIFFSetField(tiff, EXIFTAG_DATETIMEORIGINAL, "2020:01:02 03:04:05");
    TIFFSetField(tiff, EXIFTAG_FNUMBER, 2.8);
    const std::array<std::uint8_t, 5> note{1, 2, 3, 4, 5};
    TIFFSetField(tiff, EXIFTAG_MAKERNOTE, 5, note.data());
    TIFFWriteCustomDirectory(tiff, &exif);
    TIFFCreateGPSDirectory(tiff);
    TIFFSetField(tiff, GPSTAG_LATITUDEREF, "N");
    const std::array<double, 3> latitude{64.0, 8.0, 30.5};
    TIFFSetField(tiff, GPSTAG_LATITUDE, latitude.data());
    TIFFWriteCustomDirectory(tiff, &gps);
    TIFFSetDirectory(tiff, 0);
    TIFFSetField(tiff, TIFFTAG_EXIFIFD, exif);
    TIFFSetField(tiff, TIFFTAG_GPSIFD, gps);
    TIFFRewriteDirectory(tiff);
    TIFFClose(tiff);

    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().width, 6); // turned
    ENLARGER_VERIFY(reader->read(4));
    const Metadata& metadata = reader->info().metadata;
    QVERIFY(metadata.xmp == xmp);
    QVERIFY(metadata.icc == profile);
    QVERIFY(metadata.iptc == smallIptc());
    QCOMPARE(text(metadata.exif, "Exif.Image.Make"), std::string("Camera"));
    QCOMPARE(text(metadata.exif, "Exif.Image.Orientation"), std::string("6"));
    QCOMPARE(text(metadata.exif, "Exif.Photo.DateTimeOriginal"), std::string("2020:01:02 03:04:05"));
    QCOMPARE(text(metadata.exif, "Exif.Photo.MakerNote"), std::string("1 2 3 4 5"));
    QCOMPARE(text(metadata.exif, "Exif.GPSInfo.GPSLatitudeRef"), std::string("N"));
    QVERIFY(text(metadata.exif, "Exif.GPSInfo.GPSLatitude").starts_with("64/1 8/1 "));
    QCOMPARE(text(metadata.exif, "Exif.Image.StripOffsets"), std::string());
    QCOMPARE(text(metadata.exif, "Exif.Image.ImageWidth"), std::string());
}

void PhotoMetadataTest::tiffIptcFilledUp()
{
    // in a tag of its own, filled up with zeros to whole words
    const fs::path file = path("words.tif");
    Bytes iptc = smallIptc();
    iptc.resize(iptc.size() / 4 * 4 + 4);
    TIFF* const tiff = TIFFOpen(file.c_str(), "w");
    QVERIFY(tiff);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 4);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 1);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_RICHTIFFIPTC, uint32_t(iptc.size()), iptc.data());
    std::array<std::uint8_t, 4> row{};
    TIFFWriteScanline(tiff, row.data(), 0, 0);
    TIFFClose(tiff);
    QVERIFY(metadataOf(file).iptc == smallIptc());
}

void PhotoMetadataTest::webp()
{
    const fs::path file = path("a.webp");
    const auto picture = somePicture();
    setBlob(picture.get(), VIPS_META_XMP_NAME, smallXmp());
    setBlob(picture.get(), VIPS_META_ICC_NAME, smallProfile("RGB "));
    setBlob(picture.get(), VIPS_META_EXIF_NAME, exifPrefix + smallExif(1));
    vips_image_set_string(picture.get(), "exif-ifd0-Make", "Camera (Camera, ASCII, 7 components, 7 bytes)");
    QVERIFY(save(picture.get(), file));
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.xmp == smallXmp());
    QVERIFY(metadata.icc == smallProfile("RGB "));
    QCOMPARE(text(metadata.exif, "Exif.Image.Make"), std::string("Camera"));
}

void PhotoMetadataTest::heif_data()
{
    QTest::addColumn<bool>("avif");
    QTest::newRow("AVIF") << true;
    QTest::newRow("HEIC") << false;
}

void PhotoMetadataTest::heif()
{
    QFETCH(bool, avif);
    const fs::path file = path("a.heif");
    QVERIFY(writeHeif(file, plain(32, 32, {0.5f, 0.5f, 0.5f}),
                      {.avif = avif, .icc = smallProfile("RGB "), .exif = smallExif(1), .xmp = smallXmp()}));
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.exif == smallExif(1));
    QVERIFY(metadata.xmp == smallXmp());
    QVERIFY(metadata.icc == smallProfile("RGB "));
}

void PhotoMetadataTest::jxl_data()
{
    QTest::addColumn<bool>("packed");
    QTest::newRow("plain boxes") << false;
    QTest::newRow("boxes packed with Brotli") << true;
}

void PhotoMetadataTest::jxl()
{
    QFETCH(bool, packed);
    const fs::path file = path("a.jxl");
    QVERIFY(writeJxl(
        file, plain(32, 32, {0.5f, 0.5f, 0.5f}),
        {.boxesPacked = packed, .icc = smallProfile("RGB "), .exif = smallExif(1), .xmp = smallXmp()}));
    const Metadata metadata = metadataOf(file);
    QVERIFY(metadata.exif == smallExif(1));
    QVERIFY(metadata.xmp == smallXmp());
    QVERIFY(metadata.icc == smallProfile("RGB "));
}

void PhotoMetadataTest::profileOfOtherPixelsIsLeftOut()
{
    const fs::path file = path("wrong.tif");
    const auto picture = somePicture();
    setBlob(picture.get(), VIPS_META_ICC_NAME, smallProfile("GRAY"));
    QVERIFY(save(picture.get(), file));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QVERIFY(reader->info().metadata.icc.empty());
    QCOMPARE(reader->info().notes.size(), std::size_t(1));
}

void PhotoMetadataTest::realMakerNotesSurvive()
{
    const fs::path file = sharedFile("data/photos/camera-profile_canon-a560_3072x2304.jpg");
    ENLARGER_NEED(file);
    const Metadata metadata = metadataOf(file);
    QCOMPARE(text(metadata.exif, "Exif.Image.Make"), std::string("Canon"));
    QVERIFY(!text(metadata.exif, "Exif.Canon.FirmwareVersion").empty());
}

QTEST_GUILESS_MAIN(PhotoMetadataTest)
#include "photo_metadata_test.moc"
