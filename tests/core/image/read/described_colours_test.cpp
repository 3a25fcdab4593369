// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <exiv2/exiv2.hpp>
#include <tiffio.h>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;
namespace fs = std::filesystem;

namespace {

Bytes bigEndian(std::initializer_list<std::uint32_t> values)
{
    Bytes bytes;
    for (const std::uint32_t value : values)
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.push_back(std::uint8_t(value >> shift));
    return bytes;
}

std::string coloursOf(const PhotoInfo& info)
{
    for (const PhotoFact& fact : photoFacts(info))
        if (fact.name == "Colours")
            return fact.value;
    return {};
}

/// A camera's block: ColorSpace and, unless empty, the interoperability index.
Bytes exifOfCamera(std::uint16_t space, const std::string& index, const char* gamma = nullptr)
{
    Exiv2::ExifData exif;
    exif["Exif.Photo.ColorSpace"] = space;
    if (!index.empty())
        exif["Exif.Iop.InteroperabilityIndex"] = index;
    if (gamma) {
        Exiv2::URationalValue value;
        value.read(gamma);
        exif.add(Exiv2::ExifKey(0xa500, "Photo"), &value);
    }
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
    return Bytes(blob.begin(), blob.end());
}

} // namespace

class DescribedColoursTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    /// A PNG with these chunks, in the order of the file.
    PhotoInfo pngWith(const std::vector<std::pair<std::string, Bytes>>& chunks, int channels = 3)
    {
        const fs::path file = path("chunks.png");
        fs::remove(file);
        const Image picture = channels == 1 ? plain(16, 16, {0.4f}) : plain(16, 16, {0.4f, 0.6f, 0.3f});
        if (!writePhoto(file, picture, {.format = PhotoFormat::Png}))
            return {};
        for (auto chunk = chunks.rbegin(); chunk != chunks.rend(); ++chunk)
            insertPngChunk(file, chunk->first, chunk->second);
        const auto reader = PhotoReader::open(file);
        return reader ? reader->info() : PhotoInfo();
    }

private Q_SLOTS:
    void pngFollowsItsThirdEdition()
    {
        const Bytes gamma = bigEndian({55556}), srgb(1, 0), p3{12, 13, 0, 1};
        const Bytes corners =
            bigEndian({31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000}); // Adobe RGB's
        PhotoInfo info = pngWith({{"cICP", p3}, {"sRGB", srgb}, {"gAMA", gamma}});
        QCOMPARE(coloursOf(info), std::string("Display P3, by the file's cICP"));
        QVERIFY(says(info, "Display P3, by the file's cICP"));
        QCOMPARE(info.metadata.colours.primaries, 12);
        QVERIFY(!info.metadata.icc.empty());

        info = pngWith({{"sRGB", srgb}, {"gAMA", gamma}});
        QCOMPARE(coloursOf(info), std::string("sRGB, by the file's sRGB chunk"));
        QVERIFY(info.notes.empty() && info.metadata.icc.empty());

        info = pngWith({{"gAMA", gamma}});
        QCOMPARE(coloursOf(info), std::string("BT.709, gamma 1.8, by the file's gAMA"));
        info = pngWith({{"gAMA", gamma}}, 1);
        QCOMPARE(coloursOf(info), std::string("grey, gamma 1.8, by the file's gAMA"));
        QVERIFY(!info.metadata.icc.empty());
        info = pngWith({{"gAMA", bigEndian({45455})}, {"cHRM", corners}});
        QCOMPARE(coloursOf(info), std::string("Adobe RGB, by the file's gAMA and cHRM"));

        for (const Bytes& broken : {bigEndian({0}), Bytes(3, 1)}) { // no gamma
            info = pngWith({{"gAMA", broken}});
            QVERIFY(info.metadata.icc.empty() && info.notes.empty());
        }
    }

    void narrowRangeIsStretched()
    {
        const fs::path file = path("narrow.png");
        ENLARGER_VERIFY(writePhoto(file, plain(16, 16, {16 / 255.0f, 235 / 255.0f, 125 / 255.0f, 0.5f}),
                                   {.format = PhotoFormat::Png}));
        insertPngChunk(file, "cICP", {1, 13, 0, 0});
        const auto read = readPhoto(file);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(read->crop(0, 0, 1, 1), plain(1, 1, {0.0f, 1.0f, 109 / 219.0f, 128 / 255.0f})) <
                1e-5f);
    }

    void hdrIsNamedAlikeEverywhere()
    {
        const PhotoInfo png = pngWith({{"cICP", {9, 16, 0, 1}}});
        QVERIFY(png.metadata.colours.isHdr());
        QVERIFY(png.metadata.icc.empty());
        QCOMPARE(coloursOf(png), std::string("BT.2020 with PQ (HDR), by the file's cICP"));

        PhotoContent content{32, 32, 3, png.metadata, {}};
        for (const PhotoFormat format : {PhotoFormat::Png, PhotoFormat::Avif, PhotoFormat::Jxl}) {
            const fs::path file = path("hdr." + formatExtension(format));
            auto writer = PhotoWriter::create(file, content, {.format = format, .replace = true});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(plain(32, 32, {0.4f, 0.6f, 0.3f})));
            ENLARGER_VERIFY(writer->finish());
            const auto reader = PhotoReader::open(file);
            ENLARGER_VERIFY(reader);
            const ColourDescription& colours = reader->info().metadata.colours;
            QCOMPARE(colours.primaries, 9);
            QCOMPARE(colours.transfer, 16);
            QVERIFY(reader->info().metadata.icc.empty());
            QVERIFY(reader->info().notes == png.notes); // the same sentence
        }
        for (const PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Tiff, PhotoFormat::WebP}) {
            const auto plan = planWrite(content, {.format = format});
            ENLARGER_VERIFY(plan);
            QVERIFY(std::ranges::any_of(
                plan->notes, [](const std::string& note) { return note.find("HDR") != note.npos; }));
            const fs::path file = path("hdr." + formatExtension(format));
            auto writer = PhotoWriter::create(file, content, {.format = format, .replace = true});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(plain(32, 32, {0.4f, 0.6f, 0.3f})));
            ENLARGER_VERIFY(writer->finish());
            const auto reader = PhotoReader::open(file);
            ENLARGER_VERIFY(reader);
            QVERIFY(reader->info().metadata.colours.isHdr()); // by the profile's own numbers
        }
    }

    void camerasMeanAdobeRgb_data()
    {
        QTest::addColumn<int>("space");
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("gamma");
        QTest::addColumn<QString>("colours");
        QTest::newRow("DCF's option file") << 65535 << "R03"
                                           << ""
                                           << "Adobe RGB, by the file's EXIF";
        QTest::newRow("its own number") << 2 << ""
                                        << ""
                                        << "Adobe RGB, by the file's EXIF";
        QTest::newRow("sRGB") << 1 << "R98"
                              << ""
                              << "sRGB, by the file's EXIF";
        QTest::newRow("sRGB after all") << 1 << "R03"
                                        << ""
                                        << "sRGB, by the file's EXIF";
        QTest::newRow("gamma") << 65535 << ""
                               << "18/10"
                               << "BT.709, gamma 1.8, by the file's EXIF";
        QTest::newRow("nothing") << 65535 << ""
                                 << ""
                                 << "sRGB (no profile)";
    }
    void camerasMeanAdobeRgb()
    {
        QFETCH(int, space);
        QFETCH(QString, index);
        QFETCH(QString, gamma);
        QFETCH(QString, colours);
        const QByteArray gammaText = gamma.toLatin1();
        const Bytes exif = exifOfCamera(std::uint16_t(space), index.toStdString(),
                                        gamma.isEmpty() ? nullptr : gammaText.constData());
        for (const PhotoFormat format :
             {PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP}) {
            Metadata metadata;
            metadata.exif = exif;
            PhotoContent content{16, 16, 3, metadata, {}};
            const fs::path file = path("camera." + formatExtension(format));
            auto writer = PhotoWriter::create(file, content, {.format = format, .replace = true});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(plain(16, 16, {0.4f, 0.6f, 0.3f})));
            ENLARGER_VERIFY(writer->finish());
            const auto reader = PhotoReader::open(file);
            ENLARGER_VERIFY(reader);
            QCOMPARE(QString::fromStdString(coloursOf(reader->info())), colours);
        }
    }

    void tiffTagsCount()
    {
        const fs::path file = path("tags.tif");
        TIFF* const tiff = TIFFOpen(file.c_str(), "w");
        QVERIFY(tiff);
        std::vector<std::uint16_t> curve(256);
        for (std::size_t i = 0; i < curve.size(); ++i)
            curve[i] = std::uint16_t(65535 * std::pow(double(i) / 255, 1.8));
        float white[2]{0.3127f, 0.3290f}, primaries[6]{0.68f, 0.32f, 0.265f, 0.69f, 0.15f, 0.06f};
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 8);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 1);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
        TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(tiff, TIFFTAG_WHITEPOINT, white);
        TIFFSetField(tiff, TIFFTAG_PRIMARYCHROMATICITIES, primaries);
        TIFFSetField(tiff, TIFFTAG_TRANSFERFUNCTION, curve.data(), curve.data(), curve.data());
        Bytes row(24, 100);
        QVERIFY(TIFFWriteScanline(tiff, row.data(), 0, 0) == 1);
        TIFFClose(tiff);
        const auto reader = PhotoReader::open(file);
        ENLARGER_VERIFY(reader);
        QCOMPARE(coloursOf(reader->info()),
                 std::string("Display P3, its own curve, by the file's TIFF tags"));
        QVERIFY(!reader->info().metadata.icc.empty());
    }

    void greyPngsDropProfilesOfRgbInWords()
    {
        const fs::path file = path("grey.png");
        ENLARGER_VERIFY(writePhoto(file, plain(16, 16, {0.4f}), {.format = PhotoFormat::Png}));
        const fs::path other = path("rgb.png"); // whose chunk is taken
        Metadata metadata;
        metadata.icc = smallProfile("RGB ");
        auto writer = PhotoWriter::create(other, {16, 16, 3, metadata, {}}, {.format = PhotoFormat::Png});
        ENLARGER_VERIFY(writer);
        ENLARGER_VERIFY(writer->write(plain(16, 16, {0.4f, 0.4f, 0.4f})));
        ENLARGER_VERIFY(writer->finish());
        const Bytes png = readBytes(other);
        const auto at = std::ranges::search(png, toBytes("iCCP")).begin();
        QVERIFY(at != png.end());
        const std::size_t length = std::size_t(at[-2]) << 8 | at[-1];
        insertPngChunk(file, "iCCP", Bytes(at + 4, at + 4 + std::ptrdiff_t(length)));
        const auto reader = PhotoReader::open(file);
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 1);
        QVERIFY(reader->info().metadata.icc.empty());
        QVERIFY(says(reader->info(), "of another colour model"));
    }

    void valuesAreConvertedWhereAProfileHasNoPlace()
    {
        Metadata metadata;
        metadata.icc = smallProfile("GRAY", 1.0);
        metadata.exif = exifOfCamera(65535, "R03");
        const PhotoContent content{16, 16, 2, metadata, {}};
        const WriteOptions options{.format = PhotoFormat::WebP, .quality = 100};
        const auto plan = planWrite(content, options);
        ENLARGER_VERIFY(plan);
        QVERIFY(std::ranges::any_of(plan->notes, [](const std::string& note) {
            return note.find("converted to sRGB") != note.npos;
        }));
        const fs::path file = path("grey.webp");
        auto writer = PhotoWriter::create(file, content, options);
        ENLARGER_VERIFY(writer);
        ENLARGER_VERIFY(writer->write(plain(16, 16, {0.2140f, 0.5f})));
        ENLARGER_VERIFY(writer->finish());
        auto reader = PhotoReader::open(file);
        ENLARGER_VERIFY(reader);
        QVERIFY(reader->info().metadata.icc.empty());
        QCOMPARE(coloursOf(reader->info()), std::string("sRGB, by the file's EXIF"));
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, plain(16, 16, {0.5f, 0.5f, 0.5f, 0.5f})) < 1.1f / 255);
    }
};

QTEST_GUILESS_MAIN(DescribedColoursTest)
#include "described_colours_test.moc"
