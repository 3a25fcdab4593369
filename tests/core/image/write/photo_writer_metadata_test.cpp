// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/written_file.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace enlarger;
using namespace enlarger::image;
using enlarger::tests::textOf;

namespace {

/// What an enlargement may change or has to drop, beside the thumbnail's directory.
bool mayDiffer(const std::string& key)
{
    constexpr std::string_view changed[] = {
        "Exif.Image.Orientation",      "Exif.Photo.PixelXDimension",     "Exif.Photo.PixelYDimension",
        "Exif.Image.ImageWidth",       "Exif.Image.ImageLength",         "Exif.Image.TileWidth",
        "Exif.Image.TileLength", // HEIC: how the old file was cut
        "Exif.Image.ExifTag",    // offsets in the file
        "Exif.Image.GPSTag",           "Exif.Photo.InteroperabilityTag", "Exif.MakerNote.Offset",
        "Exif.MakerNote.ByteOrder",
        "Exif.Photo.MakerNote",                                  // compared by what is in it
        "Exif.Image.YCbCrPositioning",                           // TIFF: of a JPEG's pixels
        "Exif.Image.XResolution",      "Exif.Image.YResolution", // TIFF: the same number over another divisor
    };
    return std::find(std::begin(changed), std::end(changed), key) != std::end(changed) ||
           key.starts_with("Exif.Thumbnail.");
}

Bytes valueOf(const Exiv2::Exifdatum& datum)
{
    Bytes bytes(std::size_t(datum.size()));
    datum.copy(bytes.data(), Exiv2::littleEndian);
    return bytes;
}

} // namespace

class PhotoWriterMetadataTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    Result<std::filesystem::path> write(const Metadata& metadata, PhotoFormat format, int channels = 3,
                                        int bits = 8)
    {
        const auto file = path("written");
        PhotoContent content{80, 60, channels, metadata, {"realesrgan-x4plus", "713ee713", "4", "bf16"}};
        WriteOptions options;
        options.format = format;
        options.bits = bits;
        options.replace = true;
        auto writer = PhotoWriter::create(file, content, options);
        if (!writer)
            return writer.error();
        if (auto written = writer->write(tests::noise(80, 60, channels)); !written)
            return written.error();
        if (auto finished = writer->finish(); !finished)
            return finished.error();
        return file;
    }

    static void everyFormat()
    {
        QTest::addColumn<PhotoFormat>("format");
        for (PhotoFormat format : availableFormats())
            QTest::newRow(formatName(format)) << format;
    }

private Q_SLOTS:
    void blocksAreKeptAndMadeFit_data() { everyFormat(); }
    void blocksAreKeptAndMadeFit()
    {
        QFETCH(PhotoFormat, format);
        const auto file = write(tests::richMetadata(), format);
        ENLARGER_VERIFY(file);
        const auto seen = tests::readMetadata(*file, format);

        QCOMPARE(textOf(seen.exif, "Exif.Image.Make"), "Camera works");
        QCOMPARE(textOf(seen.exif, "Exif.Image.Artist"), "A. Photographer");
        QCOMPARE(textOf(seen.exif, "Exif.Image.Rating"), "4");
        QCOMPARE(textOf(seen.exif, "Exif.Photo.ExposureTime"), "1/125");
        QCOMPARE(textOf(seen.exif, "Exif.Photo.LensModel"), "35mm f/2");
        QCOMPARE(textOf(seen.exif, "Exif.GPSInfo.GPSLatitude"), "45/1 30/1 2400/1000");
        QCOMPARE(textOf(seen.exif, "Exif.GPSInfo.GPSAltitude"), "217/1");
        QCOMPARE(textOf(seen.exif, "Exif.Iop.InteroperabilityIndex"), "R98");
        const auto note = seen.exif.findKey(Exiv2::ExifKey("Exif.Photo.MakerNote"));
        QVERIFY(note != seen.exif.end());
        QCOMPARE(note->size(), 300L);
        QCOMPARE(valueOf(*note)[299], std::uint8_t(299 * 7));

        QCOMPARE(textOf(seen.exif, "Exif.Image.Orientation"), "1");
        QCOMPARE(textOf(seen.exif, "Exif.Photo.PixelXDimension"), "80");
        QCOMPARE(textOf(seen.exif, "Exif.Photo.PixelYDimension"), "60");
        QCOMPARE(textOf(seen.exif, "Exif.Image.ImageWidth"), "80");
        QCOMPARE(textOf(seen.exif, "Exif.Image.ImageLength"), "60");
        for (const Exiv2::Exifdatum& datum : seen.exif)
            QVERIFY2(datum.groupName() != "Thumbnail", datum.key().c_str());

        QCOMPARE(textOf(seen.xmp, "Xmp.xmp.CreatorTool"), "Darkroom 3");
        QCOMPARE(textOf(seen.xmp, "Xmp.dc.subject"), "harbour");
        QCOMPARE(textOf(seen.xmp, "Xmp.xmpMM.DocumentID"), "uuid:1234");
        QCOMPARE(textOf(seen.xmp, "Xmp.tiff.Orientation"), "1");
        QCOMPARE(textOf(seen.xmp, "Xmp.tiff.ImageWidth"), "80");
        QCOMPARE(textOf(seen.xmp, "Xmp.exif.PixelYDimension"), "60");
        for (const Exiv2::Xmpdatum& datum : seen.xmp)
            QVERIFY2(!datum.key().starts_with("Xmp.xmp.Thumbnails"), datum.key().c_str());

        if (outputFormat(format).iptc) {
            QCOMPARE(textOf(seen.iptc, "Iptc.Application2.Caption"), "Boats in the harbour");
            QCOMPARE(textOf(seen.iptc, "Iptc.Application2.City"), "Kiel");
        } else { // moved
            QVERIFY(textOf(seen.xmp, "Xmp.dc.description").find("Boats in the harbour") != std::string::npos);
            QCOMPARE(textOf(seen.xmp, "Xmp.photoshop.City"), "Kiel");
            QCOMPARE(textOf(seen.xmp, "Xmp.dc.subject"), "harbour"); // and nothing overwritten
        }
    }

    void provenanceIsWritten_data() { everyFormat(); }
    void provenanceIsWritten()
    {
        QFETCH(PhotoFormat, format);
        const auto file = write({}, format);
        ENLARGER_VERIFY(file);
        const auto seen = tests::readMetadata(*file, format);
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.Program"), programName);
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.Version"), programVersion);
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.ModelName"), "realesrgan-x4plus");
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.ModelHash"), "713ee713");
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.Scale"), "4");
        QCOMPARE(textOf(seen.xmp, "Xmp.enlarger.Precision"), "bf16");
    }

    void profileIsTheSameByteForByte_data()
    {
        QTest::addColumn<PhotoFormat>("format");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        for (PhotoFormat format : availableFormats())
            for (int channels = 1; channels <= 4; ++channels)
                for (int bits : {8, 16})
                    if (outputFormat(format).grey || channels > 2)
                        QTest::addRow("%s %d channels %d bits", formatName(format), channels, bits)
                            << format << channels << bits;
    }
    void profileIsTheSameByteForByte()
    {
        QFETCH(PhotoFormat, format);
        QFETCH(int, channels);
        QFETCH(int, bits);
        Metadata metadata;
        metadata.icc = tests::smallProfile(channels <= 2 ? "GRAY" : "RGB ");
        const auto file = write(metadata, format, channels, bits);
        ENLARGER_VERIFY(file);
        QVERIFY(tests::readPixels(*file, format).icc == metadata.icc);
    }

    void profilesOfOtherColoursAreLeftOut()
    {
        const Bytes grey = tests::smallProfile("GRAY"), rgb = tests::smallProfile("RGB ");
        const struct
        {
            Bytes icc;
            int channels;
            PhotoFormat format;
        } cases[] = {
            {grey, 3, PhotoFormat::Jpeg},          {rgb, 1, PhotoFormat::Png},
            {grey, 1, PhotoFormat::WebP},          {grey, 4, PhotoFormat::Avif},
            {rgb, 2, PhotoFormat::Tiff},           {grey, 3, PhotoFormat::Jxl},
            {Bytes(200, 1), 3, PhotoFormat::Jpeg}, {Bytes(rgb.begin(), rgb.end() - 5), 3, PhotoFormat::Tiff}};
        for (const auto& c : cases) {
            PhotoContent content{80, 60, c.channels, {c.icc, {}, {}, {}}, {}};
            const auto plan = planWrite(content, {c.format});
            ENLARGER_VERIFY(plan);
            QVERIFY(std::any_of(plan->notes.begin(), plan->notes.end(), [](const std::string& note) {
                return note.find("ICC") != std::string::npos;
            }));
            const auto file = write(content.metadata, c.format, c.channels);
            ENLARGER_VERIFY(file);
            QVERIFY(tests::readPixels(*file, c.format).icc != c.icc);
        }
    }

    void largeProfilesSpanJpegSegments()
    {
        Bytes icc = tests::smallProfile("RGB ");
        icc.resize(200'000, 0x5a);
        for (std::size_t i = 0; i < 4; ++i)
            icc[i] = std::uint8_t(icc.size() >> 8 * (3 - i));
        for (PhotoFormat format :
             {PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP}) {
            const auto file = write({icc, {}, {}, {}}, format);
            ENLARGER_VERIFY(file);
            QVERIFY2(tests::readPixels(*file, format).icc == icc, formatName(format));
        }
    }

    void resolutionHasItsOwnPlace_data()
    {
        QTest::addColumn<PhotoFormat>("format");
        QTest::addColumn<Resolution>("resolution");
        for (PhotoFormat format : availableFormats())
            for (const Resolution& resolution : {Resolution{300.0, 300.0, Resolution::Unit::Inch},
                                                 Resolution{300.0, 150.0, Resolution::Unit::Inch},
                                                 Resolution{118.0, 118.0, Resolution::Unit::Centimetre},
                                                 Resolution{2.0, 1.0, Resolution::Unit::None}})
                QTest::addRow("%s %g x %g, unit %d", formatName(format), resolution.x, resolution.y,
                              int(resolution.unit))
                    << format << resolution;
    }
    void resolutionHasItsOwnPlace()
    {
        QFETCH(PhotoFormat, format);
        QFETCH(Resolution, resolution);
        const auto file = write({.resolution = resolution}, format);
        ENLARGER_VERIFY(file);
        if (!outputFormat(format).resolution || format == PhotoFormat::Tiff) {
            const auto exif = tests::readMetadata(*file, format).exif;
            QCOMPARE(textOf(exif, "Exif.Image.XResolution"), std::to_string(int(resolution.x)) + "/1");
            QCOMPARE(textOf(exif, "Exif.Image.YResolution"), std::to_string(int(resolution.y)) + "/1");
            QCOMPARE(textOf(exif, "Exif.Image.ResolutionUnit"), std::to_string(exifUnit(resolution.unit)));
            return;
        }
        const Bytes bytes = tests::readBytes(*file);
        const std::string all(bytes.begin(), bytes.end());
        const auto number = [&](std::size_t at, int size) {
            int value = 0;
            for (int i = 0; i < size; ++i)
                value = value << 8 | bytes[at + std::size_t(i)];
            return value;
        };
        if (format == PhotoFormat::Jpeg) {
            QCOMPARE(number(13, 1), exifUnit(resolution.unit) - 1);
            QCOMPARE(number(14, 2), int(resolution.x));
            QCOMPARE(number(16, 2), int(resolution.y));
        } else {
            const Resolution perCentimetre = resolution.in(Resolution::Unit::Centimetre);
            const double scale = resolution.hasUnit() ? 100.0 : 1.0;
            const std::size_t chunk = all.find("pHYs") + 4;
            QCOMPARE(number(chunk, 4), int(std::lround(perCentimetre.x * scale)));
            QCOMPARE(number(chunk + 4, 4), int(std::lround(perCentimetre.y * scale)));
            QCOMPARE(number(chunk + 8, 1), resolution.hasUnit() ? 1 : 0);
        }
        QVERIFY(all.find("Exif") == std::string::npos); // for this alone there is no EXIF
    }

    void unknownResolutionStaysUnknown_data() { everyFormat(); }
    void unknownResolutionStaysUnknown()
    {
        QFETCH(PhotoFormat, format);
        const auto file = write({}, format);
        ENLARGER_VERIFY(file);
        const auto exif = tests::readMetadata(*file, format).exif;
        QCOMPARE(textOf(exif, "Exif.Image.ResolutionUnit"), format == PhotoFormat::Tiff ? "1" : "");
        const Bytes bytes = tests::readBytes(*file);
        QVERIFY(std::string(bytes.begin(), bytes.end()).find("pHYs") == std::string::npos);
        QVERIFY(format != PhotoFormat::Jpeg || bytes[13] == 0);
    }

    void textsStandInPng()
    {
        const NamedTexts texts{{"Title", "Harbour", "", ""},
                               {"Author", "Jürgen", "", ""},
                               {"Author", "港", "", ""},
                               {"Description", "boats", "en-GB", "Beschreibung"},
                               {"workflow", std::string(3'000'000, 'w'), "", ""}};
        const auto file = write({.texts = texts}, PhotoFormat::Png);
        ENLARGER_VERIFY(file);
        const Bytes bytes = tests::readBytes(*file);
        const std::string all(bytes.begin(), bytes.end());
        using namespace std::string_literals;
        for (const std::string& chunk :
             {"tEXtTitle\0Harbour"s, "tEXtAuthor\0J\xfcrgen"s, "iTXtAuthor\0\0\0\0\0港"s,
              "iTXtDescription\0\0\0en-GB\0Beschreibung\0boats"s, "tEXtworkflow\0www"s})
            QVERIFY2(all.find(chunk) != std::string::npos, chunk.c_str());
    }

    void commentsStandInJpeg()
    {
        const NamedTexts texts{{"Comment", "calm é", "", ""}};
        const auto file = write({.texts = texts}, PhotoFormat::Jpeg);
        ENLARGER_VERIFY(file);
        const auto opened = Exiv2::ImageFactory::open(file->string());
        opened->readMetadata();
        QCOMPARE(opened->comment(), "calm é");
    }

    void lossIsSaidBeforeTheStart()
    {
        PhotoContent content{80, 60, 3, tests::richMetadata(), {}};
        for (PhotoFormat format : availableFormats()) {
            const auto plan = planWrite(content, {format});
            ENLARGER_VERIFY(plan);
            const bool said =
                std::any_of(plan->notes.begin(), plan->notes.end(),
                            [](const std::string& note) { return note.find("IPTC") != std::string::npos; });
            QCOMPARE(said, !outputFormat(format).iptc);
        }
    }

    void realPhotosKeepTheirTags_data()
    {
        QTest::addColumn<QString>("photo");
        QTest::addColumn<PhotoFormat>("format");
        for (const char* photo : {"phone_htc-desire_776x909.jpg", "camera-profile_canon-a560_3072x2304.jpg",
                                  "adobe-rgb_canon-7d_600x900.jpg", "srgb_canon-d60_1772x1181.jpg",
                                  "heic_iphone.heic", "orientation-6.jpg"})
            for (PhotoFormat format : availableFormats())
                QTest::addRow("%s as %s", photo, formatName(format)) << QString(photo) << format;
    }
    void realPhotosKeepTheirTags()
    {
        QFETCH(QString, photo);
        QFETCH(PhotoFormat, format);
        const auto source = tests::sharedFile("data/photos/" + photo.toStdString());
        ENLARGER_NEED(source);
        const Metadata metadata = tests::metadataOf(source);
        Exiv2::ExifData before; // as the block has it: Exiv2 leaves tags of the file out of the block
        Exiv2::ExifParser::decode(before, metadata.exif.data(), std::uint32_t(metadata.exif.size()));
        const auto file = write(metadata, format);
        ENLARGER_VERIFY(file);
        const auto after = tests::readMetadata(*file, format);
        QCOMPARE(textOf(after.exif, "Exif.Image.Orientation"), "1");
        for (const Exiv2::Exifdatum& datum : before) {
            if (mayDiffer(datum.key()))
                continue;
            // Makers use a tag more than once.
            const bool kept =
                std::any_of(after.exif.begin(), after.exif.end(), [&](const Exiv2::Exifdatum& other) {
                    return other.key() == datum.key() && other.toString() == datum.toString();
                });
            QVERIFY2(kept, (datum.key() + ": " + datum.toString()).c_str());
        }
        if (!metadata.icc.empty())
            QVERIFY(tests::readPixels(*file, format).icc == metadata.icc);
    }
};

QTEST_GUILESS_MAIN(PhotoWriterMetadataTest)
#include "photo_writer_metadata_test.moc"
